internal import XDSServer

/// What a simulated Envoy says.
extension SimulatedEnvoy {
  /// Sends the first requests of a connection: of a new process, or of one that comes back with
  /// what it has.
  func begin() {
    saidNode = 0
    owedNonces = []
    for index in types.indices {
      types[index].nonce.removeAll(keepingCapacity: true)
      types[index].refused = nil
    }
    guard isConfigured else {
      forget()
      return subscribe(.cluster)
    }
    for type in ResourceType.allCases where types[type.rawValue].isSubscribed { resubscribe(type) }
  }

  private func ask(_ type: ResourceType, _ content: RequestContent) {
    guard let connection else { return }
    let buffers = loop.buffers
    let call = loop.plan.isAggregated ? 0 : type.rawValue
    let isNodeDue = loop.plan.saysNodeAlways || saidNode & 1 << UInt8(call) == 0
    saidNode |= 1 << UInt8(call)
    ClientConnection.beginRequest(buffers)
    loop.templates.append(
      content, of: type,
      node: isNodeDue ? (loop.plan.node.encoded(index), loop.sharedNode) : nil,
      to: &buffers.request)
    connection.sendRequest(on: call, buffers)
  }

  /// Asks for a type for the first time.
  func subscribe(_ type: ResourceType) {
    types[type.rawValue].isSubscribed = true
    types[type.rawValue].isAsked = true
    ask(type, RequestContent(names: types[type.rawValue].names.encoded))
  }

  /// Asks for a type again after a connection was lost.
  private func resubscribe(_ type: ResourceType) {
    types[type.rawValue].isAsked = true
    let state = types[type.rawValue]
    let brought = loop.templates.isDelta ? state.holdings.initialVersions : []
    ask(type, RequestContent(version: state.version, names: state.names.encoded + brought))
  }

  /// Wants other names of a type, or in SotW the same again.
  func wants(_ names: NameList, of type: ResourceType) {
    let index = type.rawValue
    guard types[index].isSubscribed else {
      types[index].names = names
      guard !names.isEmpty else { return }
      return subscribe(type)
    }
    let old = types[index].names
    types[index].names = names
    types[index].holdings = types[index].holdings.restricted(to: names)
    let state = types[index]
    if loop.templates.isDelta {
      let difference = names.difference(from: old)
      guard !difference.encoded.isEmpty else { return }
      if difference.hasNew { types[index].isAsked = true }
      // A request that answers nothing has no nonce.
      return ask(type, RequestContent(names: difference.encoded))
    }
    if !names.isEmpty { types[index].isAsked = true }
    ask(
      type, RequestContent(version: state.version, names: names.encoded, nonce: state.nonce))
  }

  /// Accepts the last response of a type.
  func accept(_ type: ResourceType) {
    accept(type, nonce: types[type.rawValue].nonce)
  }

  func accept(_ type: ResourceType, nonce: [UInt8]) {
    loop.counters.acknowledgements += 1
    answer(type, nonce: nonce)
  }

  /// Refuses the last response of a type; nil for a client that was told to refuse.
  func refuse(_ type: ResourceType, _ reason: String?) {
    loop.counters.refusals += 1
    answer(
      type, nonce: types[type.rawValue].nonce, refusal: loop.templates.refusal(reason))
  }

  private func answer(_ type: ResourceType, nonce: [UInt8], refusal: [UInt8] = []) {
    let state = types[type.rawValue]
    ask(
      type,
      RequestContent(
        version: state.version, names: loop.templates.isDelta ? [] : state.names.encoded,
        nonce: nonce, refusal: refusal))
  }
}
