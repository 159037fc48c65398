internal import MeshModel
internal import XDSProto

/// The endpoints of an assignment that are in one place, equally far from the client.
struct EndpointGroup {
  /// Where endpoints are.
  struct Place: Hashable, Comparable {
    var locality = MeshModel.Locality()
    /// How far that is: 0 is nearest, and numbers may be left out.
    var distance: UInt32 = 0

    static func < (left: Self, right: Self) -> Bool {
      left.distance == right.distance
        ? left.locality < right.locality : left.distance < right.distance
    }
  }

  let place: Place
  var endpoints: [LbEndpoint] = []
  /// Never 0: gRPC drops a locality without a weight, and Envoy takes any.
  var weight: UInt32 = 0

  init(place: Place) { self.place = place }
}

extension EndpointGroup.Place {
  /// Where an endpoint is.
  init(_ endpoint: MeshModel.Endpoint, balance: LocalityBalance?) {
    locality = endpoint.locality ?? MeshModel.Locality()
    if case .failover(let failover)? = balance { distance = failover.distance(to: endpoint) }
  }
}

extension EndpointGroup {
  /// The groups that get a share, with what of it they get, by their weights.
  ///
  /// Each group is in the most telling place that covers it.
  static func sharing(_ groups: [Self], by shares: [String: UInt32]) -> [Self] {
    let places = shares.keys.sorted { left, right in
      let (leftRank, rightRank) = (rank(of: left), rank(of: right))
      return leftRank == rightRank ? left < right : leftRank > rightRank
    }
    let chosen = groups.map { group in places.first { group.place.locality.isIn($0) } }
    var totals: [String: UInt64] = [:]
    for (group, place) in zip(groups, chosen) {
      if let place { totals[place, default: 0] += UInt64(group.weight) }
    }
    return zip(groups, chosen).compactMap { group, place in
      guard let place, let share = shares[place], share > 0, let total = totals[place] else {
        return nil
      }
      var group = group
      // Rounded up, so that nobody who has a share gets nothing.
      group.weight = UInt32((UInt64(group.weight) * UInt64(share) + total - 1) / total)
      return group
    }
  }

  /// How telling a place is: the number of its parts that name something.
  private static func rank(of place: String) -> Int {
    place.split(separator: "/").count { $0 != "*" }
  }

  /// The groups in Envoy's words; "priorities should range from 0 (highest) to N (lowest) without
  /// skipping".
  static func messages(of groups: [Self]) -> [LocalityLbEndpoints] {
    var priority: UInt32 = 0
    var last = groups.first?.place.distance ?? 0
    return groups.map { group in
      if group.place.distance != last {
        // Envoy has no more than 129.
        priority = min(priority + 1, 128)
        last = group.place.distance
      }
      let locality = group.place.locality
      return LocalityLbEndpoints(
        locality: XDSProto.Locality(
          region: locality.region, zone: locality.zone, subZone: locality.subZone),
        lbEndpoints: group.endpoints, loadBalancingWeight: group.weight, priority: priority)
    }
  }
}

extension MeshModel.Endpoint {
  /// Whether it is one of the subset.
  func isIn(_ subset: ServiceResources.AssignmentKey.Subset) -> Bool {
    labels.hasAll(subset.labels)
  }
}
