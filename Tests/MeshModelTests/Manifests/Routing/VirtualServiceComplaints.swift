import Testing

@testable import MeshModel

// What is said of a VirtualService that cannot be taken as it is.
extension RoutingComplaintTests {
  private static let virtualServices = """
    hosts: []
    ! hosts: At least one host is required. (Delegates, which have none, are not supported.)
    hosts: ["*"], http: [ROUTE]
    ! hosts[0]: "*" would take all requests of the sidecars. Name the hosts, or bind it to
    hosts: [a, a], http: [ROUTE]
    ! hosts[1]: The host "a" is given twice. Remove one.
    hosts: [a.x, "*.x"], http: [ROUTE]
    ! hosts[0]: "*.x" includes "a.x". Name only one of the two.
    hosts: ["-a"], http: [ROUTE]
    ! hosts[0]: "-a" is not a host. Write a DNS name, "*." and a DNS name, "*", or an IP address.
    hosts: [a]
    ! http: Say where requests go: with http, tls or tcp.
    hosts: [a], gateways: [A_b], http: [ROUTE]
    ! gateways[0]: "A_b" is not the name of a gateway. Write mesh, NAME or NAMESPACE/NAME.
    hosts: [a], exportTo: [., w], http: [ROUTE]
    ! exportTo[1]: The namespace "w" is given twice. Remove one.
    hosts: [a], htpp: [ROUTE]
    ! http: Say where requests go: with http, tls or tcp.
    ? htpp: There is no such field, and it is ignored. Did you mean "http"?
    hosts: [a], http: [{name: x}]
    ! http[0].route: Say where requests go: give the route a route, or a redirect or
    hosts: [a], http: [{route: []}]
    ! http[0].route: At least one destination is required.
    hosts: [a], http: [{route: [{weight: 1}]}]
    ! http[0].route[0].destination: This field is required.
    hosts: [a], http: [{route: [{destination: {subset: v1}}]}]
    ! http[0].route[0].destination.host: This field is required.
    hosts: [a], http: [{route: [{destination: {host: "*"}}]}]
    ! http[0].route[0].destination.host: "*" is not a host. Write the name of a Service or a DNS
    hosts: [a], http: [{route: [{destination: {host: a, subset: V_1}}]}]
    ! http[0].route[0].destination.subset: "V_1" is not the name of a subset: it has lower-case
    hosts: [a], http: [{route: [{destination: {host: a, port: {number: 70000}}}]}]
    ! http[0].route[0].destination.port.number: 70000 is not a port. Ports are numbers from 1 to
    hosts: [a], http: [{route: [{destination: {host: a, port: {name: http}}}]}]
    ! http[0].route[0].destination.port.number: This field is required.
    ? http[0].route[0].destination.port.name: There is no such field, and it is ignored.
    hosts: [a], http: [{route: [{destination: {host: a}, weight: -1}]}]
    ! http[0].route[0].weight: -1 is out of range. Write a number from 0 to 2147483647.
    hosts: [a], http: [{route: [{destination: {host: a}, weight: 0}, {destination: {host: b}}]}]
    ! http[0].route: All weights are 0, so that no destination gets anything. Give at least one a
    hosts: [a], http: [{route: [DEST], redirect: {uri: /}}]
    ! http[0].route: A route has either redirect or route, not both.
    hosts: [a], http: [{route: [DEST], directResponse: {status: 200}}]
    ! http[0].route: A route has either directResponse or route, not both.
    hosts: [a], http: [{redirect: {uri: /}, fault: {delay: {fixedDelay: 1s, percent: 1}}, \
    rewrite: {uri: /}}]
    ! http[0].fault: A route with redirect cannot have fault.
    ! http[0].rewrite: A route with redirect cannot have rewrite.
    hosts: [a], http: [{redirect: {}}]
    ! http[0].redirect: Say where to: with uri, authority, port or scheme.
    hosts: [a], http: [{redirect: {uri: /, redirectCode: 304}}]
    ! http[0].redirect.redirectCode: 304 cannot be answered. Write 301, 302, 303, 307 or 308.
    hosts: [a], http: [{redirect: {scheme: ftp}}]
    ! http[0].redirect.scheme: "ftp" is not a scheme. Write http or https.
    hosts: [a], http: [{redirect: {port: 80, derivePort: FROM_REQUEST_PORT}}]
    ! http[0].redirect.derivePort: A redirect has either port or derivePort, not both.
    hosts: [a], http: [{redirect: {uri: /}, timeout: 1s}]
    ? http[0].timeout: With redirect this has no effect, as nothing is forwarded.
    hosts: [a], http: [{directResponse: {}}]
    ! http[0].directResponse.status: This field is required.
    hosts: [a], http: [{directResponse: {status: 99}}]
    ! http[0].directResponse.status: 99 is not a status to answer with. Write a number from 200
    hosts: [a], http: [{directResponse: {status: 200, body: {string: a, bytes: YQ==}}}]
    ! http[0].directResponse.body.bytes: A body has either string or bytes, not both.
    hosts: [a], http: [{directResponse: {status: 200, body: {bytes: "%%"}}}]
    ! http[0].directResponse.body.bytes: This is not base64. Encode the bytes, or use string.
    hosts: [a], http: [{delegate: {name: x}}]
    ! http[0].delegate: Delegates are not supported. Write the routes of the delegate into this
    hosts: [a], http: [{route: [DEST], timeout: 5}]
    ! http[0].timeout: Expected text, found the number 5. Put it in quotes.
    hosts: [a], http: [{route: [DEST], timeout: 5 s}]
    ! http[0].timeout: "5 s" is not a duration. Write one like 1h, 1m, 2.5s or 100ms.
    hosts: [a], http: [{route: [DEST], timeout: 10us}]
    ! http[0].timeout: "10us" is too short. Write 1ms or more.
    hosts: [a], http: [{route: [DEST], rewrite: {}}]
    ! http[0].rewrite: Say what to rewrite: with uri, uriRegexRewrite or authority.
    hosts: [a], http: [{route: [DEST], rewrite: {uri: /, uriRegexRewrite: {match: a, rewrite: \
    b}}}]
    ! http[0].rewrite.uriRegexRewrite: A rewrite has either uri or uriRegexRewrite, not both.
    hosts: [a], http: [{route: [DEST], rewrite: {uriRegexRewrite: {match: "(", rewrite: b}}}]
    ! http[0].rewrite.uriRegexRewrite.match: A "(" is not closed. Write an expression as RE2 has
    hosts: [a], http: [{route: [DEST], rewrite: {uriRegexRewrite: {match: a}}}]
    ! http[0].rewrite.uriRegexRewrite.rewrite: This field is required.
    hosts: [a], http: [{route: [DEST], rewrite: {authority: b}, headers: {request: {set: \
    {host: c}}}}]
    ! http[0].headers.request.set.host: The authority is set more than once. Set it in one place
    hosts: [a], http: [{route: [DEST], headers: {request: {remove: [host]}}}]
    ! http[0].headers.request.remove[0]: The header "host" cannot be removed. Take it off the
    hosts: [a], http: [{route: [DEST], headers: {request: {set: {":path": x}}}}]
    ! http[0].headers.request.set[":path"]: The header ":path" cannot be changed. Remove it here.
    hosts: [a], http: [{route: [DEST], headers: {response: {set: {":authority": x}}}}]
    ! http[0].headers.response.set[":authority"]: The header ":authority" cannot be changed.
    hosts: [a], http: [{route: [DEST], headers: {response: {add: {x: "100%"}}}}]
    ! http[0].headers.response.add.x: A "%" begins a command of Envoy's, such as
    hosts: [a], http: [{route: [DEST], retries: {retryOn: 5xx}}]
    ! http[0].retries.retryOn: Without attempts nothing is retried. Give attempts, or remove this.
    hosts: [a], http: [{route: [DEST], retries: {attempts: 1, retryOn: gateway-eror}}]
    ! http[0].retries.retryOn: "gateway-eror" is neither a status nor a condition of Envoy's. Did
    hosts: [a], http: [{route: [DEST], retries: {attempts: 1, retryOn: "5xx reset"}}]
    ! http[0].retries.retryOn: "5xx reset" is neither a status nor a condition of Envoy's.
    hosts: [a], http: [{route: [DEST], retries: {attempts: 1, retryOn: " 5xx , reset,"}}]
    hosts: [a], http: [{route: [DEST], retries: {attempts: 1, perTryTimeout: 0s}}]
    ! http[0].retries.perTryTimeout: "0s" is too short. Write 1ms or more.
    hosts: [a], http: [{route: [DEST], fault: {}}]
    ! http[0].fault: Say what goes wrong: give a delay, an abort or both.
    hosts: [a], http: [{route: [DEST], fault: {abort: {percentage: {value: 1}}}}]
    ! http[0].fault.abort.httpStatus: Say what is answered: give httpStatus or grpcStatus.
    hosts: [a], http: [{route: [DEST], fault: {abort: {httpStatus: 100, percentage: {value: \
    1}}}}]
    ! http[0].fault.abort.httpStatus: 100 is not a status to answer with. Write a number from 200
    hosts: [a], http: [{route: [DEST], fault: {abort: {grpcStatus: BAD, percentage: {value: \
    1}}}}]
    ! http[0].fault.abort.grpcStatus: "BAD" is not a status of gRPC. Write one of OK, CANCELLED,
    hosts: [a], http: [{route: [DEST], fault: {abort: {httpStatus: 500, percentage: {value: \
    101}}}}]
    ! http[0].fault.abort.percentage.value: 101.0 is not a percentage. Write a number from 0 to
    hosts: [a], http: [{route: [DEST], fault: {abort: {httpStatus: 500, percentage: {value: \
    0.00001}}}}]
    ! http[0].fault.abort.percentage: 1e-05 is too small a share. Write 0, or 0.0001 or more.
    hosts: [a], http: [{route: [DEST], fault: {delay: {fixedDelay: 1s, percent: 0.00001}}}]
    ! http[0].fault.delay.percent: 1e-05 is too small a share. Write 0, or 0.0001 or more.
    hosts: [a], http: [{route: [DEST], fault: {abort: {httpStatus: 500}}}]
    ? http[0].fault.abort: Without a percentage it hits no request. Write percentage: {value:
    hosts: [a], http: [{route: [DEST], fault: {delay: {percent: 10}}}]
    ! http[0].fault.delay.fixedDelay: This field is required.
    hosts: [a], http: [{route: [DEST], mirror: {host: b}, mirrors: [{destination: {host: b}}]}]
    ! http[0].mirrors: A route has either mirror or mirrors, not both.
    hosts: [a], http: [{route: [DEST], mirrorPercentage: {value: 1}}]
    ? http[0].mirrorPercentage: Without a mirror this has no effect. Give the route a mirror.
    hosts: [a], http: [{route: [DEST], mirrors: [{percentage: {value: 1}}]}]
    ! http[0].mirrors[0].destination: This field is required.
    hosts: [a], http: [{route: [DEST], corsPolicy: {allowMethods: [get], allowHeaders: ["a \
    b"], maxAge: 1.5s, allowOrigins: [{}]}}]
    ! http[0].corsPolicy.allowHeaders[0]: "a b" is not the name of a header: it has letters,
    ! http[0].corsPolicy.allowMethods[0]: "get" is not a method. Known are GET, HEAD, POST, PUT,
    ! http[0].corsPolicy.allowOrigins[0]: Say which origin: with exact, prefix or regex.
    ! http[0].corsPolicy.maxAge: It is told in whole seconds. Write whole seconds.
    hosts: [a], http: [{route: [DEST], match: [{uri: {}}]}]
    ! http[0].match[0].uri: Say how to compare: with exact, prefix or regex.
    hosts: [a], http: [{route: [DEST], match: [{uri: {exact: /, prefix: /}}]}]
    ! http[0].match[0].uri: Only one of exact and prefix can be given.
    hosts: [a], http: [{route: [DEST], match: [{uri: {prefix: ""}}]}]
    ! http[0].match[0].uri.prefix: Every text begins with nothing. Write a prefix.
    hosts: [a], http: [{route: [DEST], match: [{uri: {regex: "a(?=b)"}}]}]
    ! http[0].match[0].uri.regex: RE2 does not know "(?=". Write an expression as RE2 has it.
    hosts: [a], http: [{route: [DEST], match: [{headers: {"a b": {exact: x}}}]}]
    ! http[0].match[0].headers["a b"]: "a b" is not the name of a header: it has letters, digits,
    hosts: [a], http: [{route: [DEST], match: [{headers: {method: {exact: GET}}}]}]
    ? http[0].match[0].headers.method: As a header this is ignored.
    hosts: [a], http: [{route: [DEST], match: [{url: {exact: /}}]}]
    ? http[0].match[0].url: There is no such field, and it is ignored. Did you mean "uri"?
    hosts: [a], http: [{route: [DEST], match: [{sourceLabels: {"a b": c}, sourceNamespace: \
    A_}]}]
    ! http[0].match[0].sourceLabels["a b"]: "a b" is not the name of a label.
    ! http[0].match[0].sourceNamespace: "A_" is not a namespace: its name has lower-case letters,
    hosts: [a], http: [ROUTE, ROUTE]
    ? http[1]: This route is never reached, as one before it has no match. Move it before that
    hosts: [a], http: [{match: [{uri: {exact: /}}], route: [DEST]}, {match: [{name: n, uri: \
    {exact: /}}], route: [DEST]}]
    ? http[1].match[0]: This match stands before already, and is never reached here. Remove one
    hosts: [a], tls: [{route: [DEST]}]
    ! tls[0].match: A tls route needs a match with sniHosts.
    hosts: [a], tls: [{match: [{port: 443}], route: [DEST]}]
    ! tls[0].match[0].sniHosts: This field is required.
    hosts: [a.x], tls: [{match: [{sniHosts: [b.x]}], route: [DEST]}]
    ! tls[0].match[0].sniHosts[0]: "b.x" is none of the hosts of this VirtualService. Add it to
    hosts: [a], tls: [{match: [{sniHosts: [a]}]}]
    ! tls[0].route: This field is required.
    hosts: [a], tcp: [{match: [{port: 0}], route: [DEST]}]
    ! tcp[0].match[0].port: 0 is not a port. Ports are numbers from 1 to 65535.
    hosts: [a], tcp: [{match: [{destinationSubnets: [x]}], route: [DEST]}]
    ! tcp[0].match[0].destinationSubnets[0]: "x" is neither an IP address nor a block like
    hosts: [a], tcp: [{match: [{sourceSubnet: 10.0.0.0/8}], route: [DEST]}]
    ! tcp[0].match[0].sourceSubnet: The source's address cannot be matched. Remove this, or use
    hosts: [a], tcp: [{route: [{destination: {host: a}, weight: 0}, {destination: {host: b}, \
    weight: 0}]}]
    ! tcp[0].route: All weights are 0, so that no destination gets anything.
    hosts: [a], tcp: [{}]
    ! tcp[0].route: This field is required.
    """

  @Test("Complaints about VirtualServices")
  func virtualService() {
    Self.check(
      "VirtualService",
      Self.virtualServices)
  }
}
