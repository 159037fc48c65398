import Testing

@testable import MeshModel

@Suite("Manifests of Kubernetes")
struct KubernetesObjectTests {
  @Test("A Service is read with everything that matters")
  func service() throws {
    let object = try onlyObject(
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: web
        namespace: shop
        labels: {app: web}
        annotations: {networking.istio.io/exportTo: "., other", note: }
      spec:
        type: NodePort
        clusterIP: 10.0.0.7
        clusterIPs: [10.0.0.7, "fd00::7"]
        selector: {app: web}
        publishNotReadyAddresses: true
        sessionAffinity: None
        internalTrafficPolicy: Cluster
        ipFamilies: [IPv4, IPv6]
        ports:
        - {name: http, port: 80, targetPort: 8080, nodePort: 30080}
        - {name: grpc, port: 9000, targetPort: grpc-port, appProtocol: kubernetes.io/h2c}
        - {name: dns, port: 53, protocol: UDP}
      status: {loadBalancer: {}}
      """)
    let expected = Service(
      metadata: ObjectMetadata(
        name: "web", namespace: "shop", labels: ["app": "web"],
        annotations: ["networking.istio.io/exportTo": "., other", "note": ""]),
      clusterIPs: [try ip("10.0.0.7"), try ip("fd00::7")], selector: ["app": "web"],
      ports: [
        .init(name: "http", number: 80, targetPort: .number(8080)),
        .init(
          name: "grpc", number: 9000, targetPort: .name("grpc-port"),
          appProtocol: "kubernetes.io/h2c"),
        .init(name: "dns", number: 53, transport: .udp),
      ], publishNotReadyAddresses: true,
      exportTo: ExportTo(isPublic: false, namespaces: ["shop", "other"]))
    #expect(object == .service(expected))
  }

  @Test("Headless, selector-less and ExternalName Services")
  func serviceKinds() throws {
    let headless = try onlyObject(
      """
      {apiVersion: v1, kind: Service, metadata: {name: db}, spec: {clusterIP: None}}
      """)
    #expect(
      headless == .service(Service(metadata: ObjectMetadata(name: "db"), isHeadless: true)))
    let external = try onlyObject(
      """
      apiVersion: v1
      kind: Service
      metadata: {name: ext}
      spec: {type: ExternalName, externalName: Api.Example.COM.}
      """)
    #expect(
      external
        == .service(
          Service(metadata: ObjectMetadata(name: "ext"), externalName: "api.example.com")))
    let bare = try onlyObject(
      """
      apiVersion: v1
      kind: Service
      metadata: {name: bare}
      spec: {clusterIP: "", ports: [{port: 80}]}
      """)
    #expect(
      bare
        == .service(Service(metadata: ObjectMetadata(name: "bare"), ports: [.init(number: 80)])))
  }

  @Test("The exportTo annotation of a Service", arguments: ["*", ".", "~", "a, b", ""])
  func exportTo(value: String) throws {
    let object = try onlyObject(
      """
      apiVersion: v1
      kind: Service
      metadata: {name: s, namespace: n, annotations: {networking.istio.io/exportTo: "\(value)"}}
      spec: {ports: [{port: 80}]}
      """)
    guard case .service(let service) = object else { return }
    let expected: [String: ExportTo] = [
      "*": .everywhere, "": .everywhere, ".": ExportTo(isPublic: false, namespaces: ["n"]),
      "~": ExportTo(isPublic: false, namespaces: []),
      "a, b": ExportTo(isPublic: false, namespaces: ["a", "b"]),
    ]
    #expect(service.exportTo == expected[value])
  }

  @Test("A Pod is read as kubectl prints it")
  func pod() throws {
    let object = try onlyObject(
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web-0
        namespace: shop
        labels: {app: web}
        deletionTimestamp: "2024-01-01T00:00:00Z"
        managedFields: [{manager: kubectl, fieldsV1: {"f:metadata": {}}}]
        ownerReferences: [{kind: ReplicaSet, name: web, controller: true}]
      spec:
        serviceAccountName: web-sa
        nodeName: node-1
        initContainers:
        - {name: init, ports: [{containerPort: 1}]}
        - {name: sidecar, restartPolicy: Always, ports: [{containerPort: 9090, name: metrics}]}
        containers:
        - name: app
          image: web
          ports: [{name: http, containerPort: 8080}, {containerPort: 53, protocol: UDP}]
          resources: {limits: {cpu: 1}}
      status:
        phase: Running
        podIP: 10.1.0.5
        podIPs: [{ip: 10.1.0.5}, {ip: "fd00::5"}]
        conditions:
        - {type: PodScheduled, status: "True"}
        - {type: Ready, status: "True"}
      """)
    let expected = Pod(
      metadata: ObjectMetadata(
        name: "web-0", namespace: "shop", labels: ["app": "web"], isTerminating: true),
      serviceAccount: "web-sa", nodeName: "node-1", ips: [try ip("10.1.0.5"), try ip("fd00::5")],
      ports: [
        .init(name: "http", number: 8080), .init(number: 53, transport: .udp),
        .init(name: "metrics", number: 9090),
      ], isReady: true, isFinished: false)
    #expect(object == .pod(expected))
  }

  @Test(
    "Whether a Pod is ready",
    arguments: [
      ("{}", true, false), ("{podIP: 10.0.0.1}", true, false), ("{phase: Running}", true, false),
      ("{phase: Pending}", false, false), ("{phase: Succeeded}", false, true),
      ("{phase: Failed}", false, true), ("{phase: Unknown}", false, false),
      ("{phase: Running, conditions: []}", false, false),
      ("{conditions: [{type: Ready, status: \"False\"}]}", false, false),
      ("{conditions: [{type: Ready, status: \"True\"}]}", true, false),
      ("{phase: Running, conditions: [{type: Initialized, status: \"True\"}]}", false, false),
      ("{podIP: \"\", podIPs: null}", true, false),
    ])
  func readiness(status: String, isReady: Bool, isFinished: Bool) throws {
    let object = try onlyObject(
      "{apiVersion: v1, kind: Pod, metadata: {name: p}, status: \(status)}")
    guard case .pod(let pod) = object else { return }
    #expect(pod.isReady == isReady)
    #expect(pod.isFinished == isFinished)
  }

  @Test("Nodes and Namespaces have no namespace")
  func clusterScoped() throws {
    let node = try onlyObject(
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n1, namespace: ignored, labels: {topology.kubernetes.io/zone: z1}}
      """)
    #expect(
      node
        == .node(
          ClusterNode(
            metadata: ObjectMetadata(
              name: "n1", namespace: "", labels: ["topology.kubernetes.io/zone": "z1"]))))
    let namespace = try onlyObject("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}")
    #expect(
      namespace
        == .namespace(NamespaceObject(metadata: ObjectMetadata(name: "shop", namespace: ""))))
  }

  @Test("Endpoints")
  func endpoints() throws {
    let object = try onlyObject(
      """
      apiVersion: v1
      kind: Endpoints
      metadata: {name: web, namespace: shop}
      subsets:
      - addresses:
        - {ip: 10.1.0.5, nodeName: n1, targetRef: {kind: Pod, name: web-0, namespace: shop, uid: x}}
        - {ip: 10.1.0.6, hostname: h}
        notReadyAddresses: [{ip: 10.1.0.7, targetRef: {kind: Pod, name: web-2}}]
        ports: [{name: http, port: 8080, appProtocol: http}, {port: 53, protocol: UDP}]
      """)
    let expected = EndpointsObject(
      metadata: ObjectMetadata(name: "web", namespace: "shop"),
      subsets: [
        .init(
          addresses: [
            .init(
              ip: try ip("10.1.0.5"), nodeName: "n1",
              target: TargetReference(kind: "Pod", namespace: "shop", name: "web-0")),
            .init(ip: try ip("10.1.0.6")),
          ],
          notReadyAddresses: [
            .init(
              ip: try ip("10.1.0.7"),
              target: TargetReference(kind: "Pod", namespace: "shop", name: "web-2"))
          ],
          ports: [
            .init(name: "http", number: 8080, appProtocol: "http"),
            .init(number: 53, transport: .udp),
          ])
      ])
    #expect(object == .endpoints(expected))
  }

  @Test("EndpointSlices")
  func endpointSlice() throws {
    let object = try onlyObject(
      """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: web-x, labels: {kubernetes.io/service-name: web}}
      addressType: IPv4
      ports: [{name: http, port: 8080, protocol: TCP}, {name: any}]
      endpoints:
      - {addresses: [10.1.0.5], nodeName: n1, zone: z1, targetRef: {kind: Pod, name: web-0}}
      - {addresses: [10.1.0.6], conditions: {ready: false, serving: true, terminating: true}}
      - {addresses: [10.1.0.7], conditions: {ready: false}}
      - {addresses: [10.1.0.8], conditions: {ready: null}}
      """)
    let expected = EndpointSlice(
      metadata: ObjectMetadata(name: "web-x", labels: ["kubernetes.io/service-name": "web"]),
      serviceName: "web",
      endpoints: [
        .init(
          addresses: [try ip("10.1.0.5")], nodeName: "n1", zone: "z1",
          target: TargetReference(kind: "Pod", namespace: "default", name: "web-0")),
        .init(
          addresses: [try ip("10.1.0.6")], isReady: false, isServing: true, isTerminating: true),
        .init(addresses: [try ip("10.1.0.7")], isReady: false),
        .init(addresses: [try ip("10.1.0.8")]),
      ], ports: [.init(name: "http", number: 8080)])
    #expect(object == .endpointSlice(expected))
  }

  @Test("Lists are opened, however they are called and nested")
  func lists() {
    let text = """
      apiVersion: v1
      kind: List
      items:
      - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
      - apiVersion: v1
        kind: List
        items:
        - {apiVersion: v1, kind: Namespace, metadata: {name: b}}
      ---
      apiVersion: v1
      kind: NamespaceList
      items:
      - metadata: {name: c}
      - {apiVersion: v1, kind: Node, metadata: {name: d}}
      ---
      {apiVersion: v1, kind: List, items: []}
      """
    let manifest = Manifest(parsing: text, file: "f")
    #expect(manifest.problems.isEmpty)
    #expect(
      manifest.objects.map { "\($0.object.reference) \($0.location)" } == [
        "Namespace a f:4", "Namespace b f:8", "Namespace c f:13", "Node d f:14",
      ])
  }

  @Test("JSON is read as well")
  func json() throws {
    let object = try onlyObject(
      "{\n\t\"apiVersion\":\"v1\",\"kind\":\"Service\",\n\t\"metadata\":{\"name\":\"a\\u00e9\\/\".x,"
        .replacing("a\\u00e9\\/\".x", with: "web\"")
        + "\"annotations\":{\"x\":\"a\\u00e9\\/\\n\"}},\n\t\"spec\":{\"ports\":[{\"port\":80}]}\n}\n"
    )
    #expect(object.metadata.annotations == ["x": "aé/\n"])
  }

  @Test("Line ends of Windows and byte order marks change nothing")
  func windows() throws {
    let text = "\u{FEFF}apiVersion: v1\r\nkind: Namespace\r\nmetadata:\r\n  name: a\r\n"
    #expect(try onlyObject(text).metadata.name == "a")
  }
}
