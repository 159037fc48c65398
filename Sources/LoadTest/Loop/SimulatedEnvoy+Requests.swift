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

  private func ask(_ type: ResourceType, _ fill: (inout [UInt8]) -> Void) {
    guard let connection else { return }
    let buffers = loop.buffers
    let call = loop.plan.isAggregated ? 0 : type.rawValue
    ClientConnection.beginRequest(buffers)
    fill(&buffers.request)
    if loop.plan.saysNodeAlways || saidNode & 1 << UInt8(call) == 0 {
      saidNode |= 1 << UInt8(call)
      loop.templates.appendNode(
        loop.plan.node.encoded(index), loop.sharedNode, to: &buffers.request)
    }
    loop.templates.appendType(type, to: &buffers.request)
    connection.sendRequest(on: call, buffers)
  }

  /// Asks for a type for the first time.
  func subscribe(_ type: ResourceType) {
    types[type.rawValue].isSubscribed = true
    types[type.rawValue].isAsked = true
    let names = types[type.rawValue].names
    ask(type) { $0.append(contentsOf: names.encoded) }
  }

  /// Asks for a type again after a connection was lost.
  private func resubscribe(_ type: ResourceType) {
    types[type.rawValue].isAsked = true
    let state = types[type.rawValue]
    let templates = loop.templates
    ask(type) { request in
      templates.appendVersion(state.version, to: &request)
      request.append(contentsOf: state.names.encoded)
      if templates.isDelta { request.append(contentsOf: state.holdings.initialVersions) }
    }
  }

  /// Wants other names of a type, or in SotW the same again.
  func wants(_ names: NameList, of type: ResourceType) {
    let index = type.rawValue
    guard types[index].isSubscribed else {
      types[index].names = names
      guard !names.isEmpty else { return }
      return subscribe(type)
    }
    let templates = loop.templates
    let old = types[index].names
    types[index].names = names
    types[index].holdings = types[index].holdings.restricted(to: names)
    let state = types[index]
    if templates.isDelta {
      let difference = names.difference(from: old)
      guard !difference.encoded.isEmpty else { return }
      if difference.hasNew { types[index].isAsked = true }
      // A request that answers nothing has no nonce.
      return ask(type) { $0.append(contentsOf: difference.encoded) }
    }
    if !names.isEmpty { types[index].isAsked = true }
    ask(type) { request in
      templates.appendVersion(state.version, to: &request)
      request.append(contentsOf: names.encoded)
      templates.appendNonce(state.nonce, to: &request)
    }
  }

  /// Accepts the last response of a type.
  func accept(_ type: ResourceType) {
    accept(type, nonce: types[type.rawValue].nonce)
  }

  func accept(_ type: ResourceType, nonce: [UInt8]) {
    loop.counters.acknowledgements += 1
    answer(type, nonce: nonce) { _ in }
  }

  /// Refuses the last response of a type; nil for a client that was told to refuse.
  func refuse(_ type: ResourceType, _ reason: String?) {
    loop.counters.refusals += 1
    let templates = loop.templates
    answer(type, nonce: types[type.rawValue].nonce) {
      templates.appendRefusal(reason, to: &$0)
    }
  }

  private func answer(_ type: ResourceType, nonce: [UInt8], _ fill: (inout [UInt8]) -> Void) {
    let templates = loop.templates
    let index = type.rawValue
    if templates.isDelta {
      return ask(type) { request in
        templates.appendNonce(nonce, to: &request)
        fill(&request)
      }
    }
    ask(type) { request in
      templates.appendVersion(types[index].version, to: &request)
      request.append(contentsOf: types[index].names.encoded)
      templates.appendNonce(nonce, to: &request)
      fill(&request)
    }
  }
}
