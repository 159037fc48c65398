// Made by scripts/extensions out of the first request of Envoy 1.40.

extension EnvoyExtensions {
  /// An extension on each line: name, category, types.
  static let list = """
    envoy.filters.connection_pools.tcp.generic envoy.upstreams envoy.extensions.upstreams.tcp.generic.v3.GenericConnectionPoolProto
    envoy.cluster.dns envoy.clusters envoy.extensions.clusters.dns.v3.DnsCluster
    envoy.cluster.eds envoy.clusters
    envoy.cluster.logical_dns envoy.clusters
    envoy.cluster.original_dst envoy.clusters envoy.extensions.clusters.original_dst.v3.OriginalDstCluster
    envoy.cluster.static envoy.clusters
    envoy.cluster.strict_dns envoy.clusters
    envoy.clusters.aggregate envoy.clusters envoy.extensions.clusters.aggregate.v3.ClusterConfig
    envoy.clusters.composite envoy.clusters envoy.extensions.clusters.composite.v3.ClusterConfig
    envoy.clusters.dynamic_forward_proxy envoy.clusters envoy.extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig
    envoy.clusters.dynamic_modules envoy.clusters envoy.extensions.clusters.dynamic_modules.v3.ClusterConfig
    envoy.clusters.mcp_multicluster envoy.clusters envoy.extensions.clusters.mcp_multicluster.v3.ClusterConfig
    envoy.clusters.redis envoy.clusters envoy.extensions.clusters.redis.v3.RedisClusterConfig
    envoy.clusters.reverse_connection envoy.clusters envoy.extensions.clusters.reverse_connection.v3.ReverseConnectionClusterConfig
    envoy.filters.thrift.header_to_metadata envoy.thrift_proxy.filters envoy.extensions.filters.network.thrift_proxy.filters.header_to_metadata.v3.HeaderToMetadata
    envoy.filters.thrift.payload_to_metadata envoy.thrift_proxy.filters envoy.extensions.filters.network.thrift_proxy.filters.payload_to_metadata.v3.PayloadToMetadata
    envoy.filters.thrift.rate_limit envoy.thrift_proxy.filters envoy.extensions.filters.network.thrift_proxy.filters.ratelimit.v3.RateLimit
    envoy.filters.thrift.router envoy.thrift_proxy.filters envoy.extensions.filters.network.thrift_proxy.router.v3.Router
    envoy.tls.certificate_mappers.static_name envoy.tls.upstream_certificate_mappers envoy.extensions.transport_sockets.tls.cert_mappers.static_name.v3.StaticName
    envoy.tls.upstream_certificate_mappers.filter_state_override envoy.tls.upstream_certificate_mappers envoy.extensions.transport_sockets.tls.cert_mappers.filter_state_override.v3.Config
    auto envoy.thrift_proxy.protocols
    binary envoy.thrift_proxy.protocols
    binary/non-strict envoy.thrift_proxy.protocols
    compact envoy.thrift_proxy.protocols
    twitter envoy.thrift_proxy.protocols
    envoy.ai.llm_protocol.request filter_state.object
    envoy.ai.model.request filter_state.object
    envoy.bool filter_state.object
    envoy.filters.listener.original_dst.local_ip filter_state.object
    envoy.filters.listener.original_dst.remote_ip filter_state.object
    envoy.hashable_string filter_state.object
    envoy.network.application_protocols filter_state.object
    envoy.network.ip filter_state.object
    envoy.network.network_namespace filter_state.object
    envoy.network.transport_socket.http_11_proxy.info filter_state.object
    envoy.network.transport_socket.original_dst_address filter_state.object
    envoy.network.upstream_server_name filter_state.object
    envoy.network.upstream_subject_alt_names filter_state.object
    envoy.ratelimit.hits_addend filter_state.object
    envoy.router.debug_config filter_state.object
    envoy.string filter_state.object
    envoy.tcp_proxy.cluster filter_state.object
    envoy.tcp_proxy.disable_tunneling filter_state.object
    envoy.tcp_proxy.per_connection_idle_timeout_ms filter_state.object
    envoy.upstream.dynamic_host filter_state.object
    envoy.upstream.dynamic_port filter_state.object
    envoy.rds_factory.default envoy.rds_factory
    envoy.tls.certificate_mappers.sni envoy.tls.certificate_mappers envoy.extensions.transport_sockets.tls.cert_mappers.sni.v3.SNI
    envoy.tls.certificate_mappers.static_name envoy.tls.certificate_mappers envoy.extensions.transport_sockets.tls.cert_mappers.static_name.v3.StaticName
    envoy.bootstrap.dynamic_modules envoy.bootstrap envoy.extensions.bootstrap.dynamic_modules.v3.DynamicModuleBootstrapExtension
    envoy.bootstrap.internal_listener envoy.bootstrap envoy.extensions.bootstrap.internal_listener.v3.InternalListener
    envoy.bootstrap.reverse_tunnel.downstream_socket_interface envoy.bootstrap envoy.extensions.bootstrap.reverse_tunnel.downstream_socket_interface.v3.DownstreamReverseConnectionSocketInterface
    envoy.bootstrap.reverse_tunnel.upstream_socket_interface envoy.bootstrap envoy.extensions.bootstrap.reverse_tunnel.upstream_socket_interface.v3.UpstreamReverseConnectionSocketInterface
    envoy.bootstrap.wasm envoy.bootstrap envoy.extensions.wasm.v3.WasmService
    envoy.extensions.network.socket_interface.default_socket_interface envoy.bootstrap envoy.extensions.network.socket_interface.v3.DefaultSocketInterface
    envoy.extensions.network.socket_interface.sockmap envoy.bootstrap envoy.extensions.network.socket_interface.sockmap.v3.Sockmap
    envoy.health_checkers.dynamic_modules envoy.health_checkers envoy.extensions.health_checkers.dynamic_modules.v3.DynamicModuleHealthCheck
    envoy.health_checkers.grpc envoy.health_checkers envoy.config.core.v3.HealthCheck.GrpcHealthCheck
    envoy.health_checkers.http envoy.health_checkers envoy.config.core.v3.HealthCheck.HttpHealthCheck
    envoy.health_checkers.redis envoy.health_checkers envoy.extensions.health_checkers.redis.v3.Redis
    envoy.health_checkers.tcp envoy.health_checkers envoy.config.core.v3.HealthCheck.TcpHealthCheck
    envoy.health_checkers.thrift envoy.health_checkers envoy.extensions.health_checkers.thrift.v3.Thrift
    envoy.health_checkers.udp envoy.health_checkers envoy.extensions.health_checkers.udp.v3.UdpHealthCheck
    envoy.health_check.event_sink.file envoy.health_check.event_sinks envoy.extensions.health_check.event_sinks.file.v3.HealthCheckEventFileSink
    auto envoy.thrift_proxy.transports
    framed envoy.thrift_proxy.transports
    header envoy.thrift_proxy.transports
    unframed envoy.thrift_proxy.transports
    envoy.extensions.http.ext_proc.mapped_attribute_builder envoy.http.ext_proc.processing_request_modifiers envoy.extensions.http.ext_proc.processing_request_modifiers.mapped_attribute_builder.v3.MappedAttributeBuilder
    envoy.network.dns_resolver.cares envoy.network.dns_resolver envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig
    envoy.network.dns_resolver.getaddrinfo envoy.network.dns_resolver envoy.extensions.network.dns_resolver.getaddrinfo.v3.GetAddrInfoDnsResolverConfig
    envoy.network.dns_resolver.hickory envoy.network.dns_resolver envoy.extensions.network.dns_resolver.hickory.v3.HickoryDnsResolverConfig
    envoy.ip envoy.resolvers
    envoy.resolvers.reverse_connection envoy.resolvers
    envoy.http.early_header_mutation.dynamic_modules envoy.http.early_header_mutation envoy.extensions.http.early_header_mutation.dynamic_modules.v3.DynamicModuleEarlyHeaderMutation
    envoy.http.early_header_mutation.header_mutation envoy.http.early_header_mutation envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation
    envoy.http.ai_filters.request_info envoy.http.ai_filters envoy.extensions.http.ai_filters.request_info.v3.RequestInfo
    envoy.http.ai_filters.schema_validation envoy.http.ai_filters envoy.extensions.http.ai_filters.schema_validation.v3.SchemaValidation
    envoy.http.ai_filters.transcoder envoy.http.ai_filters envoy.extensions.http.ai_filters.transcoder.v3.Transcoder
    envoy.bandwidth_limit envoy.filters.http
    envoy.buffer envoy.filters.http
    envoy.cors envoy.filters.http
    envoy.csrf envoy.filters.http
    envoy.ext_authz envoy.filters.http
    envoy.ext_proc envoy.filters.http
    envoy.extensions.filters.http.dynamic_modules envoy.filters.http envoy.extensions.filters.http.dynamic_modules.v3.DynamicModuleFilter envoy.extensions.filters.http.dynamic_modules.v3.DynamicModuleFilterPerRoute
    envoy.fault envoy.filters.http
    envoy.filters.http.a2a envoy.filters.http envoy.extensions.filters.http.a2a.v3.A2a
    envoy.filters.http.adaptive_concurrency envoy.filters.http envoy.extensions.filters.http.adaptive_concurrency.v3.AdaptiveConcurrency
    envoy.filters.http.admission_control envoy.filters.http envoy.extensions.filters.http.admission_control.v3.AdmissionControl
    envoy.filters.http.ai_protocol_manager envoy.filters.http envoy.extensions.filters.http.ai_protocol_manager.v3.AiProtocolManager envoy.extensions.filters.http.ai_protocol_manager.v3.AiProtocolManagerPerRoute
    envoy.filters.http.alternate_protocols_cache envoy.filters.http envoy.extensions.filters.http.alternate_protocols_cache.v3.FilterConfig
    envoy.filters.http.api_key_auth envoy.filters.http envoy.extensions.filters.http.api_key_auth.v3.ApiKeyAuth envoy.extensions.filters.http.api_key_auth.v3.ApiKeyAuthPerRoute
    envoy.filters.http.aws_eventstream_parser envoy.filters.http envoy.extensions.filters.http.aws_eventstream_parser.v3.AwsEventstreamParser
    envoy.filters.http.aws_lambda envoy.filters.http envoy.extensions.filters.http.aws_lambda.v3.Config envoy.extensions.filters.http.aws_lambda.v3.PerRouteConfig
    envoy.filters.http.aws_request_signing envoy.filters.http envoy.extensions.filters.http.aws_request_signing.v3.AwsRequestSigning envoy.extensions.filters.http.aws_request_signing.v3.AwsRequestSigningPerRoute
    envoy.filters.http.bandwidth_limit envoy.filters.http envoy.extensions.filters.http.bandwidth_limit.v3.BandwidthLimit
    envoy.filters.http.bandwidth_share envoy.filters.http envoy.extensions.filters.http.bandwidth_share.v3.BandwidthShare
    envoy.filters.http.basic_auth envoy.filters.http envoy.extensions.filters.http.basic_auth.v3.BasicAuth envoy.extensions.filters.http.basic_auth.v3.BasicAuthPerRoute
    envoy.filters.http.body_size_limit envoy.filters.http envoy.extensions.filters.http.body_size_limit.v3.BodySizeLimit
    envoy.filters.http.buffer envoy.filters.http envoy.extensions.filters.http.buffer.v3.Buffer envoy.extensions.filters.http.buffer.v3.BufferPerRoute
    envoy.filters.http.cache envoy.filters.http envoy.extensions.filters.http.cache.v3.CacheConfig
    envoy.filters.http.cache_v2 envoy.filters.http envoy.extensions.filters.http.cache_v2.v3.CacheV2Config
    envoy.filters.http.cdn_loop envoy.filters.http envoy.extensions.filters.http.cdn_loop.v3.CdnLoopConfig
    envoy.filters.http.composite envoy.filters.http envoy.extensions.filters.http.composite.v3.Composite envoy.extensions.filters.http.composite.v3.CompositePerRoute
    envoy.filters.http.compressor envoy.filters.http envoy.extensions.filters.http.compressor.v3.Compressor envoy.extensions.filters.http.compressor.v3.CompressorPerRoute
    envoy.filters.http.connect_grpc_bridge envoy.filters.http envoy.extensions.filters.http.connect_grpc_bridge.v3.FilterConfig
    envoy.filters.http.cors envoy.filters.http envoy.extensions.filters.http.cors.v3.Cors envoy.extensions.filters.http.cors.v3.CorsPolicy
    envoy.filters.http.credential_injector envoy.filters.http envoy.extensions.filters.http.credential_injector.v3.CredentialInjector
    envoy.filters.http.csrf envoy.filters.http envoy.extensions.filters.http.csrf.v3.CsrfPolicy
    envoy.filters.http.custom_response envoy.filters.http envoy.extensions.filters.http.custom_response.v3.CustomResponse
    envoy.filters.http.decompressor envoy.filters.http envoy.extensions.filters.http.decompressor.v3.Decompressor
    envoy.filters.http.dynamic_forward_proxy envoy.filters.http envoy.extensions.filters.http.dynamic_forward_proxy.v3.FilterConfig envoy.extensions.filters.http.dynamic_forward_proxy.v3.PerRouteConfig
    envoy.filters.http.ext_authz envoy.filters.http envoy.extensions.filters.http.ext_authz.v3.ExtAuthz envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute
    envoy.filters.http.ext_proc envoy.filters.http envoy.extensions.filters.http.ext_proc.v3.ExtProcPerRoute envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor
    envoy.filters.http.fault envoy.filters.http envoy.extensions.filters.http.fault.v3.HTTPFault
    envoy.filters.http.file_server envoy.filters.http envoy.extensions.filters.http.file_server.v3.FileServerConfig
    envoy.filters.http.file_system_buffer envoy.filters.http envoy.extensions.filters.http.file_system_buffer.v3.FileSystemBufferFilterConfig
    envoy.filters.http.filter_chain envoy.filters.http envoy.extensions.filters.http.filter_chain.v3.FilterChainConfig envoy.extensions.filters.http.filter_chain.v3.FilterChainConfigPerRoute
    envoy.filters.http.gcp_authn envoy.filters.http envoy.extensions.filters.http.gcp_authn.v3.GcpAuthnFilterConfig
    envoy.filters.http.geoip envoy.filters.http envoy.extensions.filters.http.geoip.v3.Geoip
    envoy.filters.http.grpc_field_extraction envoy.filters.http envoy.extensions.filters.http.grpc_field_extraction.v3.GrpcFieldExtractionConfig
    envoy.filters.http.grpc_http1_bridge envoy.filters.http envoy.extensions.filters.http.grpc_http1_bridge.v3.Config
    envoy.filters.http.grpc_http1_reverse_bridge envoy.filters.http envoy.extensions.filters.http.grpc_http1_reverse_bridge.v3.FilterConfig envoy.extensions.filters.http.grpc_http1_reverse_bridge.v3.FilterConfigPerRoute
    envoy.filters.http.grpc_json_reverse_transcoder envoy.filters.http envoy.extensions.filters.http.grpc_json_reverse_transcoder.v3.GrpcJsonReverseTranscoder
    envoy.filters.http.grpc_json_transcoder envoy.filters.http envoy.extensions.filters.http.grpc_json_transcoder.v3.GrpcJsonTranscoder
    envoy.filters.http.grpc_stats envoy.filters.http envoy.extensions.filters.http.grpc_stats.v3.FilterConfig
    envoy.filters.http.grpc_web envoy.filters.http envoy.extensions.filters.http.grpc_web.v3.GrpcWeb
    envoy.filters.http.header_mutation envoy.filters.http envoy.extensions.filters.http.header_mutation.v3.HeaderMutation envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute
    envoy.filters.http.header_to_metadata envoy.filters.http envoy.extensions.filters.http.header_to_metadata.v3.Config
    envoy.filters.http.health_check envoy.filters.http envoy.extensions.filters.http.health_check.v3.HealthCheck
    envoy.filters.http.ip_tagging envoy.filters.http envoy.extensions.filters.http.ip_tagging.v3.IPTagging
    envoy.filters.http.json_to_metadata envoy.filters.http envoy.extensions.filters.http.json_to_metadata.v3.JsonToMetadata
    envoy.filters.http.jwt_authn envoy.filters.http envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig
    envoy.filters.http.local_ratelimit envoy.filters.http envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
    envoy.filters.http.lua envoy.filters.http envoy.extensions.filters.http.lua.v3.Lua envoy.extensions.filters.http.lua.v3.LuaPerRoute
    envoy.filters.http.match_delegate envoy.filters.http envoy.extensions.common.matching.v3.ExtensionWithMatcher envoy.extensions.common.matching.v3.ExtensionWithMatcherPerRoute
    envoy.filters.http.mcp envoy.filters.http envoy.extensions.filters.http.mcp.v3.Mcp envoy.extensions.filters.http.mcp.v3.McpOverride
    envoy.filters.http.mcp_json_rest_bridge envoy.filters.http envoy.extensions.filters.http.mcp_json_rest_bridge.v3.McpJsonRestBridge envoy.extensions.filters.http.mcp_json_rest_bridge.v3.McpJsonRestBridgePerRoute
    envoy.filters.http.mcp_router envoy.filters.http envoy.extensions.filters.http.mcp_router.v3.McpRouter
    envoy.filters.http.oauth2 envoy.filters.http envoy.extensions.filters.http.oauth2.v3.OAuth2 envoy.extensions.filters.http.oauth2.v3.OAuth2PerRoute
    envoy.filters.http.on_demand envoy.filters.http envoy.extensions.filters.http.on_demand.v3.OnDemand envoy.extensions.filters.http.on_demand.v3.PerRouteConfig
    envoy.filters.http.original_src envoy.filters.http envoy.extensions.filters.http.original_src.v3.OriginalSrc
    envoy.filters.http.proto_api_scrubber envoy.filters.http envoy.extensions.filters.http.proto_api_scrubber.v3.ProtoApiScrubberConfig
    envoy.filters.http.proto_message_extraction envoy.filters.http envoy.extensions.filters.http.proto_message_extraction.v3.ProtoMessageExtractionConfig
    envoy.filters.http.rate_limit_quota envoy.filters.http envoy.extensions.filters.http.rate_limit_quota.v3.RateLimitQuotaFilterConfig envoy.extensions.filters.http.rate_limit_quota.v3.RateLimitQuotaOverride
    envoy.filters.http.ratelimit envoy.filters.http envoy.extensions.filters.http.ratelimit.v3.RateLimit envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute
    envoy.filters.http.rbac envoy.filters.http envoy.extensions.filters.http.rbac.v3.RBAC envoy.extensions.filters.http.rbac.v3.RBACPerRoute
    envoy.filters.http.router envoy.filters.http envoy.extensions.filters.http.router.v3.Router
    envoy.filters.http.set_filter_state envoy.filters.http envoy.extensions.filters.http.set_filter_state.v3.Config
    envoy.filters.http.set_metadata envoy.filters.http envoy.extensions.filters.http.set_metadata.v3.Config
    envoy.filters.http.sse_to_metadata envoy.filters.http envoy.extensions.filters.http.sse_to_metadata.v3.SseToMetadata
    envoy.filters.http.stateful_session envoy.filters.http envoy.extensions.filters.http.stateful_session.v3.StatefulSession envoy.extensions.filters.http.stateful_session.v3.StatefulSessionPerRoute
    envoy.filters.http.tap envoy.filters.http envoy.extensions.filters.http.tap.v3.Tap
    envoy.filters.http.thrift_to_metadata envoy.filters.http envoy.extensions.filters.http.thrift_to_metadata.v3.ThriftToMetadata
    envoy.filters.http.transform envoy.filters.http envoy.extensions.filters.http.transform.v3.TransformConfig
    envoy.filters.http.wasm envoy.filters.http envoy.extensions.filters.http.wasm.v3.Wasm
    envoy.geoip envoy.filters.http
    envoy.grpc_http1_bridge envoy.filters.http
    envoy.grpc_json_transcoder envoy.filters.http
    envoy.grpc_web envoy.filters.http
    envoy.health_check envoy.filters.http
    envoy.ip_tagging envoy.filters.http
    envoy.local_rate_limit envoy.filters.http
    envoy.lua envoy.filters.http
    envoy.rate_limit envoy.filters.http
    envoy.router envoy.filters.http
    envoy.filters.generic.router envoy.generic_proxy.filters envoy.extensions.filters.network.generic_proxy.router.v3.Router
    envoy.http.header_validators.envoy_default envoy.http.header_validators envoy.extensions.http.header_validators.envoy_default.v3.HeaderValidatorConfig
    envoy.filters.udp.session.dynamic_forward_proxy envoy.filters.udp.session envoy.extensions.filters.udp.udp_proxy.session.dynamic_forward_proxy.v3.FilterConfig
    envoy.filters.udp.session.ext_authz envoy.filters.udp.session envoy.extensions.filters.udp.udp_proxy.session.ext_authz.v3.FilterConfig
    envoy.filters.udp.session.http_capsule envoy.filters.udp.session envoy.extensions.filters.udp.udp_proxy.session.http_capsule.v3.FilterConfig
    envoy.srds_factory.default envoy.srds_factory
    envoy.filters.udp.dns_filter envoy.filters.udp_listener envoy.extensions.filters.udp.dns_filter.v3.DnsFilterConfig
    envoy.filters.udp_listener.dynamic_modules envoy.filters.udp_listener envoy.extensions.filters.udp.dynamic_modules.v3.DynamicModuleUdpListenerFilter
    envoy.filters.udp_listener.udp_proxy envoy.filters.udp_listener envoy.extensions.filters.udp.udp_proxy.v3.UdpProxyConfig
    envoy.router.cluster_specifier_plugin.dynamic_modules envoy.router.cluster_specifier_plugin envoy.extensions.router.cluster_specifiers.dynamic_modules.v3.DynamicModuleClusterSpecifier
    envoy.router.cluster_specifier_plugin.lua envoy.router.cluster_specifier_plugin envoy.extensions.router.cluster_specifiers.lua.v3.LuaConfig
    envoy.router.cluster_specifier_plugin.matcher envoy.router.cluster_specifier_plugin envoy.extensions.router.cluster_specifiers.matcher.v3.MatcherClusterSpecifier
    envoy.router.cluster_specifier_plugin.priority_group envoy.router.cluster_specifier_plugin envoy.extensions.router.cluster_specifiers.priority_group.v3.PriorityGroupClusterSpecifier
    envoy.config_subscription.ads envoy.config_subscription
    envoy.config_subscription.ads_collection envoy.config_subscription
    envoy.config_subscription.aggregated_grpc_collection envoy.config_subscription
    envoy.config_subscription.delta_grpc envoy.config_subscription
    envoy.config_subscription.delta_grpc_collection envoy.config_subscription
    envoy.config_subscription.filesystem envoy.config_subscription
    envoy.config_subscription.filesystem_collection envoy.config_subscription
    envoy.config_subscription.grpc envoy.config_subscription
    envoy.config_subscription.rest envoy.config_subscription
    envoy.tls.cert_validator.default envoy.tls.cert_validator
    envoy.tls.cert_validator.dynamic_modules envoy.tls.cert_validator
    envoy.tls.cert_validator.spiffe envoy.tls.cert_validator
    envoy.quic.crypto_stream.server.quiche envoy.quic.server.crypto_stream envoy.extensions.quic.crypto_stream.v3.CryptoServerStreamConfig
    envoy.http.stateful_session.cookie envoy.http.stateful_session envoy.extensions.http.stateful_session.cookie.v3.CookieBasedSessionState
    envoy.http.stateful_session.envelope envoy.http.stateful_session envoy.extensions.http.stateful_session.envelope.v3.EnvelopeSessionState
    envoy.http.stateful_session.header envoy.http.stateful_session envoy.extensions.http.stateful_session.header.v3.HeaderBasedSessionState
    dubbo envoy.dubbo_proxy.protocols
    envoy.quic.connection_id_generator.quic_lb envoy.quic.connection_id_generator envoy.extensions.quic.connection_id_generator.quic_lb.v3.Config
    envoy.quic.deterministic_connection_id_generator envoy.quic.connection_id_generator envoy.extensions.quic.connection_id_generator.v3.DeterministicConnectionIdGeneratorConfig
    envoy.built_in_formatters.cel envoy.built_in_formatters
    envoy.built_in_formatters.http.default envoy.built_in_formatters
    envoy.built_in_formatters.metadata envoy.built_in_formatters
    envoy.built_in_formatters.stream_info.default envoy.built_in_formatters
    envoy.built_in_formatters.xfcc_value envoy.built_in_formatters
    envoy.generic_proxy.codecs.dubbo envoy.generic_proxy.codecs envoy.extensions.filters.network.generic_proxy.codecs.dubbo.v3.DubboCodecConfig
    envoy.generic_proxy.codecs.http1 envoy.generic_proxy.codecs envoy.extensions.filters.network.generic_proxy.codecs.http1.v3.Http1CodecConfig
    envoy.quic.packet_writer.default envoy.quic.client_packet_writer envoy.extensions.quic.client_writer_factory.v3.DefaultClientWriter
    envoy.access_loggers.extension_filters.cel envoy.access_loggers.extension_filters envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter
    envoy.access_loggers.extension_filters.process_ratelimit envoy.access_loggers.extension_filters envoy.extensions.access_loggers.filters.process_ratelimit.v3.ProcessRateLimitFilter
    envoy.matching.custom_matchers.domain_matcher envoy.matching.network.custom_matchers xds.type.matcher.v3.ServerNameMatcher
    envoy.matching.custom_matchers.ip_range_matcher envoy.matching.network.custom_matchers xds.type.matcher.v3.IPMatcher
    envoy.queue_policy.fifo envoy.queue_policy envoy.extensions.queue_policy.fifo.v3.FifoQueuePolicyConfig
    envoy.compression.brotli.compressor envoy.compression.compressor envoy.extensions.compression.brotli.compressor.v3.Brotli
    envoy.compression.gzip.compressor envoy.compression.compressor envoy.extensions.compression.gzip.compressor.v3.Gzip
    envoy.compression.zstd.compressor envoy.compression.compressor envoy.extensions.compression.zstd.compressor.v3.Zstd
    envoy.watchdog.abort_action envoy.guarddog_actions envoy.watchdog.v3.AbortActionConfig
    envoy.watchdog.backtrace_action envoy.guarddog_actions envoy.extensions.watchdog.backtrace_action.v3.BacktraceActionConfig
    envoy.watchdog.profile_action envoy.guarddog_actions envoy.extensions.watchdog.profile_action.v3.ProfileActionConfig
    envoy.formatter.cel envoy.formatter envoy.extensions.formatter.cel.v3.Cel
    envoy.formatter.dynamic_modules envoy.formatter envoy.extensions.formatter.dynamic_modules.v3.DynamicModuleFormatter
    envoy.formatter.file_content envoy.formatter envoy.extensions.formatter.file_content.v3.FileContent
    envoy.formatter.generic_secret envoy.formatter envoy.extensions.formatter.generic_secret.v3.GenericSecret
    envoy.formatter.metadata envoy.formatter envoy.extensions.formatter.metadata.v3.Metadata
    envoy.formatter.req_without_query envoy.formatter envoy.extensions.formatter.req_without_query.v3.ReqWithoutQuery
    envoy.route_config_update_requester.default envoy.route_config_update_requester
    envoy.regex_engines.google_re2 envoy.regex_engines envoy.extensions.regex_engines.v3.GoogleRE2
    envoy.matching.common_inputs.environment_variable envoy.matching.common_inputs envoy.extensions.matching.common_inputs.environment_variable.v3.Config
    envoy.tls.handshakers.dynamic_modules envoy.tls_handshakers envoy.extensions.transport_sockets.tls.handshakers.dynamic_modules.v3.DynamicModuleTlsHandshaker
    envoy.matching.action.transport_socket.name envoy.matching.action envoy.extensions.matching.common_inputs.transport_socket.v3.TransportSocketNameAction
    envoy.matching.actions.format_string envoy.matching.action envoy.config.core.v3.SubstitutionFormatString
    envoy.extensions.http.ext_proc.save_processing_response envoy.http.ext_proc.response_processors envoy.extensions.http.ext_proc.response_processors.save_processing_response.v3.SaveProcessingResponse
    envoy.tracers.opentelemetry.samplers.always_on envoy.tracers.opentelemetry.samplers envoy.extensions.tracers.opentelemetry.samplers.v3.AlwaysOnSamplerConfig
    envoy.tracers.opentelemetry.samplers.cel envoy.tracers.opentelemetry.samplers envoy.extensions.tracers.opentelemetry.samplers.v3.CELSamplerConfig
    envoy.tracers.opentelemetry.samplers.dynatrace envoy.tracers.opentelemetry.samplers envoy.extensions.tracers.opentelemetry.samplers.v3.DynatraceSamplerConfig
    envoy.tracers.opentelemetry.samplers.parent_based envoy.tracers.opentelemetry.samplers envoy.extensions.tracers.opentelemetry.samplers.v3.ParentBasedSamplerConfig
    envoy.tracers.opentelemetry.samplers.trace_id_ratio_based envoy.tracers.opentelemetry.samplers envoy.extensions.tracers.opentelemetry.samplers.v3.TraceIdRatioBasedSamplerConfig
    envoy.access_loggers.dynamic_modules envoy.access_loggers envoy.extensions.access_loggers.dynamic_modules.v3.DynamicModuleAccessLog
    envoy.access_loggers.file envoy.access_loggers envoy.extensions.access_loggers.file.v3.FileAccessLog
    envoy.access_loggers.fluentd envoy.access_loggers envoy.extensions.access_loggers.fluentd.v3.FluentdAccessLogConfig
    envoy.access_loggers.http_grpc envoy.access_loggers envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig
    envoy.access_loggers.open_telemetry envoy.access_loggers envoy.extensions.access_loggers.open_telemetry.v3.OpenTelemetryAccessLogConfig
    envoy.access_loggers.stats envoy.access_loggers envoy.extensions.access_loggers.stats.v3.Config
    envoy.access_loggers.stderr envoy.access_loggers envoy.extensions.access_loggers.stream.v3.StderrAccessLog
    envoy.access_loggers.stdout envoy.access_loggers envoy.extensions.access_loggers.stream.v3.StdoutAccessLog
    envoy.access_loggers.tcp_grpc envoy.access_loggers envoy.extensions.access_loggers.grpc.v3.TcpGrpcAccessLogConfig
    envoy.access_loggers.wasm envoy.access_loggers envoy.extensions.access_loggers.wasm.v3.WasmAccessLog
    envoy.file_access_log envoy.access_loggers
    envoy.fluentd_access_log envoy.access_loggers
    envoy.http_grpc_access_log envoy.access_loggers
    envoy.open_telemetry_access_log envoy.access_loggers
    envoy.stderr_access_log envoy.access_loggers
    envoy.stdout_access_log envoy.access_loggers
    envoy.tcp_grpc_access_log envoy.access_loggers
    envoy.wasm_access_log envoy.access_loggers
    envoy.internal_redirect_predicates.allow_listed_routes envoy.internal_redirect_predicates envoy.extensions.internal_redirect.allow_listed_routes.v3.AllowListedRoutesConfig
    envoy.internal_redirect_predicates.filter_state envoy.internal_redirect_predicates envoy.extensions.internal_redirect.filter_state.v3.FilterStateConfig
    envoy.internal_redirect_predicates.previous_routes envoy.internal_redirect_predicates envoy.extensions.internal_redirect.previous_routes.v3.PreviousRoutesConfig
    envoy.internal_redirect_predicates.safe_cross_scheme envoy.internal_redirect_predicates envoy.extensions.internal_redirect.safe_cross_scheme.v3.SafeCrossSchemeConfig
    default network.connection.client
    envoy_internal network.connection.client
    forward_client_cert envoy.http.forward_client_cert_details envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertConfig
    envoy.http.original_ip_detection.custom_header envoy.http.original_ip_detection envoy.extensions.http.original_ip_detection.custom_header.v3.CustomHeaderConfig
    envoy.http.original_ip_detection.xff envoy.http.original_ip_detection envoy.extensions.http.original_ip_detection.xff.v3.XffConfig
    envoy.filters.dubbo.router envoy.dubbo_proxy.filters envoy.extensions.filters.network.dubbo_proxy.router.v3.Router
    envoy.key_value.file_based envoy.common.key_value envoy.extensions.key_value.file_based.v3.FileBasedKeyValueStoreConfig
    envoy.http.stateful_header_formatters.dynamic_modules envoy.http.stateful_header_formatters envoy.extensions.http.header_formatters.dynamic_modules.v3.DynamicModuleHeaderFormatter
    envoy.http.stateful_header_formatters.preserve_case envoy.http.stateful_header_formatters envoy.extensions.http.header_formatters.preserve_case.v3.PreserveCaseFormatterConfig
    preserve_case envoy.http.stateful_header_formatters
    envoy.filters.upstream_network.reverse_tunnel_lifecycle envoy.filters.upstream_network google.protobuf.Empty
    stat_full_name_match_input envoy.matching.stat_matching_data.input envoy.extensions.matching.common_inputs.stats.v3.StatFullNameMatchInput
    envoy.upstream.local_address_selector.default_local_address_selector envoy.upstream.local_address_selector envoy.config.upstream.local_address_selector.v3.DefaultLocalAddressSelector
    envoy.upstream.local_address_selector.filter_state_override envoy.upstream.local_address_selector envoy.extensions.local_address_selectors.filter_state_override.v3.Config
    envoy.tls.certificate_selectors.on_demand_secret envoy.tls.certificate_selectors envoy.extensions.transport_sockets.tls.cert_selectors.on_demand_secret.v3.Config
    envoy.request_id.uuid envoy.request_id envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig
    envoy.ssl.server_context_factory.default envoy.ssl.server_context_factory
    envoy.echo envoy.filters.network
    envoy.ext_authz envoy.filters.network
    envoy.filters.network.connection_limit envoy.filters.network envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit
    envoy.filters.network.direct_response envoy.filters.network envoy.extensions.filters.network.direct_response.v3.Config
    envoy.filters.network.dubbo_proxy envoy.filters.network envoy.extensions.filters.network.dubbo_proxy.v3.DubboProxy
    envoy.filters.network.dynamic_modules envoy.filters.network envoy.extensions.filters.network.dynamic_modules.v3.DynamicModuleNetworkFilter
    envoy.filters.network.echo envoy.filters.network envoy.extensions.filters.network.echo.v3.Echo
    envoy.filters.network.ext_authz envoy.filters.network envoy.extensions.filters.network.ext_authz.v3.ExtAuthz
    envoy.filters.network.ext_proc envoy.filters.network envoy.extensions.filters.network.ext_proc.v3.NetworkExternalProcessor
    envoy.filters.network.generic_proxy envoy.filters.network envoy.extensions.filters.network.generic_proxy.v3.GenericProxy
    envoy.filters.network.geoip envoy.filters.network envoy.extensions.filters.network.geoip.v3.Geoip
    envoy.filters.network.http_connection_manager envoy.filters.network envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
    envoy.filters.network.local_ratelimit envoy.filters.network envoy.extensions.filters.network.local_ratelimit.v3.LocalRateLimit
    envoy.filters.network.mongo_proxy envoy.filters.network envoy.extensions.filters.network.mongo_proxy.v3.MongoProxy
    envoy.filters.network.ratelimit envoy.filters.network envoy.extensions.filters.network.ratelimit.v3.RateLimit
    envoy.filters.network.rbac envoy.filters.network envoy.extensions.filters.network.rbac.v3.RBAC
    envoy.filters.network.redis_proxy envoy.filters.network envoy.extensions.filters.network.redis_proxy.v3.RedisProxy
    envoy.filters.network.reverse_tunnel envoy.filters.network envoy.extensions.filters.network.reverse_tunnel.v3.ReverseTunnel
    envoy.filters.network.reverse_tunnel_drain_aware_http_connection_manager envoy.filters.network envoy.extensions.filters.network.reverse_tunnel.v3.DrainAwareHttpConnectionManager
    envoy.filters.network.set_filter_state envoy.filters.network envoy.extensions.filters.network.set_filter_state.v3.Config
    envoy.filters.network.sni_cluster envoy.filters.network envoy.extensions.filters.network.sni_cluster.v3.SniCluster
    envoy.filters.network.sni_dynamic_forward_proxy envoy.filters.network envoy.extensions.filters.network.sni_dynamic_forward_proxy.v3.FilterConfig
    envoy.filters.network.tcp_bandwidth_limit envoy.filters.network envoy.extensions.filters.network.tcp_bandwidth_limit.v3.TcpBandwidthLimit
    envoy.filters.network.tcp_proxy envoy.filters.network envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
    envoy.filters.network.thrift_proxy envoy.filters.network envoy.extensions.filters.network.thrift_proxy.v3.ThriftProxy
    envoy.filters.network.wasm envoy.filters.network envoy.extensions.filters.network.wasm.v3.Wasm
    envoy.filters.network.zookeeper_proxy envoy.filters.network envoy.extensions.filters.network.zookeeper_proxy.v3.ZooKeeperProxy
    envoy.http_connection_manager envoy.filters.network
    envoy.mongo_proxy envoy.filters.network
    envoy.ratelimit envoy.filters.network
    envoy.redis_proxy envoy.filters.network
    envoy.tcp_proxy envoy.filters.network
    envoy.tls.certificate_selectors.on_demand_secret envoy.tls.upstream_certificate_selectors envoy.extensions.transport_sockets.tls.cert_selectors.on_demand_secret.v3.Config
    envoy.extensions.http.cache.file_system_http_cache envoy.http.cache envoy.extensions.http.cache.file_system_http_cache.v3.FileSystemHttpCacheConfig
    envoy.extensions.http.cache.simple envoy.http.cache envoy.extensions.http.cache.simple_http_cache.v3.SimpleHttpCacheConfig
    envoy.compression.brotli.decompressor envoy.compression.decompressor envoy.extensions.compression.brotli.decompressor.v3.Brotli
    envoy.compression.gzip.decompressor envoy.compression.decompressor envoy.extensions.compression.gzip.decompressor.v3.Gzip
    envoy.compression.zstd.decompressor envoy.compression.decompressor envoy.extensions.compression.zstd.decompressor.v3.Zstd
    envoy.path.match.uri_template.uri_template_matcher envoy.path.match envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig
    envoy.content_parsers.json envoy.content_parsers envoy.extensions.content_parsers.json.v3.JsonContentParser
    quic.server_preferred_address.datasource envoy.quic.server_preferred_address envoy.extensions.quic.server_preferred_address.v3.DataSourceServerPreferredAddressConfig
    quic.server_preferred_address.fixed envoy.quic.server_preferred_address envoy.extensions.quic.server_preferred_address.v3.FixedServerPreferredAddressConfig
    envoy.rbac.matchers.upstream_ip_port envoy.rbac.matchers envoy.extensions.rbac.matchers.upstream_ip_port.v3.UpstreamIpPortMatcher
    envoy.resource_monitors.cgroup_memory envoy.resource_monitors envoy.extensions.resource_monitors.cgroup_memory.v3.CgroupMemoryConfig
    envoy.resource_monitors.cpu_utilization envoy.resource_monitors envoy.extensions.resource_monitors.cpu_utilization.v3.CpuUtilizationConfig
    envoy.resource_monitors.fixed_heap envoy.resource_monitors envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig
    envoy.resource_monitors.injected_resource envoy.resource_monitors envoy.extensions.resource_monitors.injected_resource.v3.InjectedResourceConfig
    envoy.tracers.datadog envoy.tracers envoy.config.trace.v3.DatadogConfig
    envoy.tracers.dynamic_modules envoy.tracers envoy.extensions.tracers.dynamic_modules.v3.DynamicModuleTracer
    envoy.tracers.fluentd envoy.tracers envoy.extensions.tracers.fluentd.v3.FluentdConfig
    envoy.tracers.opentelemetry envoy.tracers envoy.config.trace.v3.OpenTelemetryConfig
    envoy.tracers.skywalking envoy.tracers envoy.config.trace.v3.SkyWalkingConfig
    envoy.tracers.xray envoy.tracers envoy.config.trace.v3.XRayConfig
    envoy.tracers.zipkin envoy.tracers envoy.config.trace.v3.ZipkinConfig
    envoy.zipkin envoy.tracers
    envoy.retry_host_predicates.omit_canary_hosts envoy.retry_host_predicates envoy.extensions.retry.host.omit_canary_hosts.v3.OmitCanaryHostsPredicate
    envoy.retry_host_predicates.omit_host_metadata envoy.retry_host_predicates envoy.extensions.retry.host.omit_host_metadata.v3.OmitHostMetadataConfig
    envoy.retry_host_predicates.previous_hosts envoy.retry_host_predicates envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate
    envoy.extensions.http.cache_v2.file_system_http_cache envoy.http.cache_v2 envoy.extensions.http.cache_v2.file_system_http_cache.v3.FileSystemHttpCacheV2Config
    envoy.extensions.http.cache_v2.simple envoy.http.cache_v2 envoy.extensions.http.cache_v2.simple_http_cache.v3.SimpleHttpCacheV2Config
    envoy.rate_limit_descriptors.expr envoy.rate_limit_descriptors envoy.extensions.rate_limit_descriptors.expr.v3.Descriptor
    envoy.rate_limit_descriptors.jwt_claim envoy.rate_limit_descriptors envoy.extensions.rate_limit_descriptors.jwt_claim.v3.Descriptor
    envoy.matching.custom_matchers.domain_matcher envoy.matching.http.custom_matchers xds.type.matcher.v3.ServerNameMatcher
    envoy.matching.custom_matchers.ip_range_matcher envoy.matching.http.custom_matchers xds.type.matcher.v3.IPMatcher
    envoy.matching.generic_proxy.input.host envoy.matching.generic_proxy_request_input.input envoy.extensions.filters.network.generic_proxy.matcher.v3.HostMatchInput
    envoy.matching.generic_proxy.input.method envoy.matching.generic_proxy_request_input.input envoy.extensions.filters.network.generic_proxy.matcher.v3.MethodMatchInput
    envoy.matching.generic_proxy.input.path envoy.matching.generic_proxy_request_input.input envoy.extensions.filters.network.generic_proxy.matcher.v3.PathMatchInput
    envoy.matching.generic_proxy.input.property envoy.matching.generic_proxy_request_input.input envoy.extensions.filters.network.generic_proxy.matcher.v3.PropertyMatchInput
    envoy.matching.generic_proxy.input.request envoy.matching.generic_proxy_request_input.input envoy.extensions.filters.network.generic_proxy.matcher.v3.RequestMatchInput
    envoy.matching.generic_proxy.input.service envoy.matching.generic_proxy_request_input.input envoy.extensions.filters.network.generic_proxy.matcher.v3.ServiceMatchInput
    envoy.load_balancing_policies.client_side_weighted_round_robin envoy.load_balancing_policies envoy.extensions.load_balancing_policies.client_side_weighted_round_robin.v3.ClientSideWeightedRoundRobin
    envoy.load_balancing_policies.cluster_provided envoy.load_balancing_policies envoy.extensions.load_balancing_policies.cluster_provided.v3.ClusterProvided
    envoy.load_balancing_policies.dynamic_modules envoy.load_balancing_policies envoy.extensions.load_balancing_policies.dynamic_modules.v3.DynamicModulesLoadBalancerConfig
    envoy.load_balancing_policies.least_request envoy.load_balancing_policies envoy.extensions.load_balancing_policies.least_request.v3.LeastRequest
    envoy.load_balancing_policies.load_aware_locality envoy.load_balancing_policies envoy.extensions.load_balancing_policies.load_aware_locality.v3.LoadAwareLocality
    envoy.load_balancing_policies.maglev envoy.load_balancing_policies envoy.extensions.load_balancing_policies.maglev.v3.Maglev
    envoy.load_balancing_policies.override_host envoy.load_balancing_policies envoy.extensions.load_balancing_policies.override_host.v3.OverrideHost
    envoy.load_balancing_policies.random envoy.load_balancing_policies envoy.extensions.load_balancing_policies.random.v3.Random
    envoy.load_balancing_policies.ring_hash envoy.load_balancing_policies envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash
    envoy.load_balancing_policies.round_robin envoy.load_balancing_policies envoy.extensions.load_balancing_policies.round_robin.v3.RoundRobin
    envoy.load_balancing_policies.subset envoy.load_balancing_policies envoy.extensions.load_balancing_policies.subset.v3.Subset
    envoy.load_balancing_policies.wrr_locality envoy.load_balancing_policies envoy.extensions.load_balancing_policies.wrr_locality.v3.WrrLocality
    envoy.router.route_specifiers.dynamic_modules envoy.router.route_specifiers envoy.extensions.router.route_specifiers.dynamic_modules.v3.DynamicModuleRouteSpecifier
    envoy.transport_sockets.alts envoy.transport_sockets.upstream envoy.extensions.transport_sockets.alts.v3.Alts
    envoy.transport_sockets.dynamic_modules envoy.transport_sockets.upstream envoy.extensions.transport_sockets.dynamic_modules.v3.DynamicModuleTransportSocket
    envoy.transport_sockets.http_11_proxy envoy.transport_sockets.upstream envoy.extensions.transport_sockets.http_11_proxy.v3.Http11ProxyUpstreamTransport
    envoy.transport_sockets.internal_upstream envoy.transport_sockets.upstream envoy.extensions.transport_sockets.internal_upstream.v3.InternalUpstreamTransport
    envoy.transport_sockets.quic envoy.transport_sockets.upstream envoy.extensions.transport_sockets.quic.v3.QuicUpstreamTransport
    envoy.transport_sockets.raw_buffer envoy.transport_sockets.upstream envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer
    envoy.transport_sockets.starttls envoy.transport_sockets.upstream envoy.extensions.transport_sockets.starttls.v3.UpstreamStartTlsConfig
    envoy.transport_sockets.tap envoy.transport_sockets.upstream envoy.extensions.transport_sockets.tap.v3.Tap
    envoy.transport_sockets.tcp_stats envoy.transport_sockets.upstream envoy.extensions.transport_sockets.tcp_stats.v3.Config
    envoy.transport_sockets.tls envoy.transport_sockets.upstream envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    envoy.transport_sockets.upstream_proxy_protocol envoy.transport_sockets.upstream envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport
    raw_buffer envoy.transport_sockets.upstream
    starttls envoy.transport_sockets.upstream
    tls envoy.transport_sockets.upstream
    envoy.http.injected_credentials.generic envoy.http.injected_credentials envoy.extensions.http.injected_credentials.generic.v3.Generic
    envoy.http.injected_credentials.oauth2 envoy.http.injected_credentials envoy.extensions.http.injected_credentials.oauth2.v3.OAuth2
    envoy.transport_sockets.alts envoy.transport_sockets.downstream envoy.extensions.transport_sockets.alts.v3.Alts
    envoy.transport_sockets.dynamic_modules envoy.transport_sockets.downstream envoy.extensions.transport_sockets.dynamic_modules.v3.DynamicModuleTransportSocket
    envoy.transport_sockets.quic envoy.transport_sockets.downstream envoy.extensions.transport_sockets.quic.v3.QuicDownstreamTransport
    envoy.transport_sockets.raw_buffer envoy.transport_sockets.downstream envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer
    envoy.transport_sockets.starttls envoy.transport_sockets.downstream envoy.extensions.transport_sockets.starttls.v3.StartTlsConfig
    envoy.transport_sockets.tap envoy.transport_sockets.downstream envoy.extensions.transport_sockets.tap.v3.Tap
    envoy.transport_sockets.tcp_stats envoy.transport_sockets.downstream envoy.extensions.transport_sockets.tcp_stats.v3.Config
    envoy.transport_sockets.tls envoy.transport_sockets.downstream envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
    raw_buffer envoy.transport_sockets.downstream
    starttls envoy.transport_sockets.downstream
    tls envoy.transport_sockets.downstream
    envoy.extensions.upstreams.http.reverse_tunnel.v3.ReverseTunnelUpstreamCodecOptions envoy.upstream_options envoy.extensions.upstreams.http.reverse_tunnel.v3.ReverseTunnelUpstreamCodecOptions
    envoy.extensions.upstreams.http.v3.HttpProtocolOptions envoy.upstream_options envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    envoy.extensions.upstreams.tcp.v3.TcpProtocolOptions envoy.upstream_options envoy.extensions.upstreams.tcp.v3.TcpProtocolOptions
    envoy.upstreams.http.http_protocol_options envoy.upstream_options
    envoy.upstreams.tcp.tcp_protocol_options envoy.upstream_options
    envoy.geoip_providers.maxmind envoy.geoip_providers envoy.extensions.geoip_providers.maxmind.v3.MaxMindConfig
    envoy.matching.inputs.endpoint_metadata envoy.matching.transport_socket.input envoy.extensions.matching.common_inputs.transport_socket.v3.EndpointMetadataInput
    envoy.matching.inputs.locality_metadata envoy.matching.transport_socket.input envoy.extensions.matching.common_inputs.transport_socket.v3.LocalityMetadataInput
    envoy.matching.inputs.transport_socket_filter_state envoy.matching.transport_socket.input envoy.extensions.matching.common_inputs.transport_socket.v3.FilterStateInput
    envoy.connection_handler.default envoy.connection_handler
    envoy.listener_manager_impl.default envoy.listener_manager_impl envoy.config.bootstrap.v3.ListenerManager
    envoy.listener_manager_impl.validation envoy.listener_manager_impl envoy.config.bootstrap.v3.ValidationListenerManager
    stat_tag_value_input envoy.matching.stat_tag_matching_data.input envoy.extensions.matching.common_inputs.stats.v3.StatTagValueInput
    envoy.config.validators.dynamic_modules envoy.config.validators envoy.extensions.config.validators.dynamic_modules.v3.DynamicModuleConfigValidator
    envoy.config.validators.minimum_clusters envoy.config.validators
    envoy.config.validators.minimum_clusters_validator envoy.config.validators envoy.extensions.config.validators.minimum_clusters.v3.MinimumClustersValidator
    envoy.retry_priorities.previous_priorities envoy.retry_priorities envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig
    envoy.route.early_data_policy.default envoy.route.early_data_policy envoy.extensions.early_data.v3.DefaultEarlyDataPolicy
    envoy.path.rewrite.uri_template.uri_template_rewriter envoy.path.rewrite envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig
    envoy.wasm.runtime.null envoy.wasm.runtime
    envoy.wasm.runtime.v8 envoy.wasm.runtime
    quic.http_server_connection.default quic.http_server_connection
    dubbo.hessian2 envoy.dubbo_proxy.serializers
    envoy.config_mux.delta_grpc_mux_factory envoy.config_mux
    envoy.config_mux.grpc_mux_factory envoy.config_mux
    envoy.config_mux.new_grpc_mux_factory envoy.config_mux
    envoy.config_mux.sotw_grpc_mux_factory envoy.config_mux
    envoy.quic.proof_source.filter_chain envoy.quic.proof_source envoy.extensions.quic.proof_source.v3.ProofSourceConfig
    envoy.quic.connection_debug_visitor.basic envoy.quic.connection_debug_visitor envoy.extensions.quic.connection_debug_visitor.v3.BasicConfig
    envoy.quic.connection_debug_visitor.quic_stats envoy.quic.connection_debug_visitor envoy.extensions.quic.connection_debug_visitor.quic_stats.v3.Config
    envoy.udp_packet_writer.default envoy.udp_packet_writer envoy.extensions.udp_packet_writer.v3.UdpDefaultWriterFactory
    envoy.udp_packet_writer.gso envoy.udp_packet_writer envoy.extensions.udp_packet_writer.v3.UdpGsoBatchWriterFactory
    envoy.matching.input_matchers.generic_request_matcher envoy.matching.input_matchers envoy.extensions.filters.network.generic_proxy.matcher.v3.RequestMatcher
    envoy.matching.matchers.cel_matcher envoy.matching.input_matchers xds.type.matcher.v3.CelMatcher
    envoy.matching.matchers.consistent_hashing envoy.matching.input_matchers envoy.extensions.matching.input_matchers.consistent_hashing.v3.ConsistentHashing
    envoy.matching.matchers.dynamic_modules envoy.matching.input_matchers envoy.extensions.matching.input_matchers.dynamic_modules.v3.DynamicModuleMatcher
    envoy.matching.matchers.ip envoy.matching.input_matchers envoy.extensions.matching.input_matchers.ip.v3.Ip
    envoy.matching.matchers.metadata_matcher envoy.matching.input_matchers envoy.extensions.matching.input_matchers.metadata.v3.Metadata
    envoy.matching.matchers.runtime_fraction envoy.matching.input_matchers envoy.extensions.matching.input_matchers.runtime_fraction.v3.RuntimeFraction
    envoy.matching.inputs.application_protocol envoy.matching.network.input envoy.extensions.matching.common_inputs.network.v3.ApplicationProtocolInput
    envoy.matching.inputs.destination_ip envoy.matching.network.input envoy.extensions.matching.common_inputs.network.v3.DestinationIPInput
    envoy.matching.inputs.destination_port envoy.matching.network.input envoy.extensions.matching.common_inputs.network.v3.DestinationPortInput
    envoy.matching.inputs.direct_source_ip envoy.matching.network.input envoy.extensions.matching.common_inputs.network.v3.DirectSourceIPInput
    envoy.matching.inputs.dns_san envoy.matching.network.input envoy.extensions.matching.common_inputs.ssl.v3.DnsSanInput
    envoy.matching.inputs.filter_state envoy.matching.network.input envoy.extensions.matching.common_inputs.network.v3.FilterStateInput
    envoy.matching.inputs.network_namespace envoy.matching.network.input envoy.extensions.matching.common_inputs.network.v3.NetworkNamespaceInput
    envoy.matching.inputs.server_name envoy.matching.network.input envoy.extensions.matching.common_inputs.network.v3.ServerNameInput
    envoy.matching.inputs.source_ip envoy.matching.network.input envoy.extensions.matching.common_inputs.network.v3.SourceIPInput
    envoy.matching.inputs.source_port envoy.matching.network.input envoy.extensions.matching.common_inputs.network.v3.SourcePortInput
    envoy.matching.inputs.source_type envoy.matching.network.input envoy.extensions.matching.common_inputs.network.v3.SourceTypeInput
    envoy.matching.inputs.subject envoy.matching.network.input envoy.extensions.matching.common_inputs.ssl.v3.SubjectInput
    envoy.matching.inputs.transport_protocol envoy.matching.network.input envoy.extensions.matching.common_inputs.network.v3.TransportProtocolInput
    envoy.matching.inputs.uri_san envoy.matching.network.input envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput
    envoy.extensions.http.custom_response.local_response_policy envoy.http.custom_response envoy.extensions.http.custom_response.local_response_policy.v3.LocalResponsePolicy
    envoy.extensions.http.custom_response.redirect_policy envoy.http.custom_response envoy.extensions.http.custom_response.redirect_policy.v3.RedirectPolicy
    envoy.matching.inputs.cel_data_input envoy.matching.http.input xds.type.matcher.v3.HttpAttributesCelMatchInput
    envoy.matching.inputs.destination_ip envoy.matching.http.input envoy.extensions.matching.common_inputs.network.v3.DestinationIPInput
    envoy.matching.inputs.destination_port envoy.matching.http.input envoy.extensions.matching.common_inputs.network.v3.DestinationPortInput
    envoy.matching.inputs.direct_source_ip envoy.matching.http.input envoy.extensions.matching.common_inputs.network.v3.DirectSourceIPInput
    envoy.matching.inputs.dns_san envoy.matching.http.input envoy.extensions.matching.common_inputs.ssl.v3.DnsSanInput
    envoy.matching.inputs.dynamic_metadata envoy.matching.http.input envoy.extensions.matching.common_inputs.network.v3.DynamicMetadataInput
    envoy.matching.inputs.dynamic_module_data_input envoy.matching.http.input envoy.extensions.matching.http.dynamic_modules.v3.HttpDynamicModuleMatchInput
    envoy.matching.inputs.dynamic_module_string_data_input envoy.matching.http.input envoy.extensions.matching.http.dynamic_modules.v3.DynamicModuleDataInput
    envoy.matching.inputs.filter_state envoy.matching.http.input envoy.extensions.matching.common_inputs.network.v3.FilterStateInput
    envoy.matching.inputs.local_reply envoy.matching.http.input envoy.type.matcher.v3.HttpResponseLocalReplyMatchInput
    envoy.matching.inputs.network_namespace envoy.matching.http.input envoy.extensions.matching.common_inputs.network.v3.NetworkNamespaceInput
    envoy.matching.inputs.request_headers envoy.matching.http.input envoy.type.matcher.v3.HttpRequestHeaderMatchInput
    envoy.matching.inputs.request_trailers envoy.matching.http.input envoy.type.matcher.v3.HttpRequestTrailerMatchInput
    envoy.matching.inputs.response_headers envoy.matching.http.input envoy.type.matcher.v3.HttpResponseHeaderMatchInput
    envoy.matching.inputs.response_trailers envoy.matching.http.input envoy.type.matcher.v3.HttpResponseTrailerMatchInput
    envoy.matching.inputs.server_name envoy.matching.http.input envoy.extensions.matching.common_inputs.network.v3.ServerNameInput
    envoy.matching.inputs.source_ip envoy.matching.http.input envoy.extensions.matching.common_inputs.network.v3.SourceIPInput
    envoy.matching.inputs.source_port envoy.matching.http.input envoy.extensions.matching.common_inputs.network.v3.SourcePortInput
    envoy.matching.inputs.source_type envoy.matching.http.input envoy.extensions.matching.common_inputs.network.v3.SourceTypeInput
    envoy.matching.inputs.status_code_class_input envoy.matching.http.input envoy.type.matcher.v3.HttpResponseStatusCodeClassMatchInput
    envoy.matching.inputs.status_code_input envoy.matching.http.input envoy.type.matcher.v3.HttpResponseStatusCodeMatchInput
    envoy.matching.inputs.subject envoy.matching.http.input envoy.extensions.matching.common_inputs.ssl.v3.SubjectInput
    envoy.matching.inputs.uri_san envoy.matching.http.input envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput
    query_params envoy.matching.http.input envoy.type.matcher.v3.HttpRequestQueryParamMatchInput
    envoy.rbac.principals.mtls_authenticated envoy.rbac.principals envoy.extensions.rbac.principals.mtls_authenticated.v3.Config
    envoy.grpc_credentials.default envoy.grpc_credentials
    envoy.grpc_credentials.file_based_metadata envoy.grpc_credentials
    envoy.buffer envoy.filters.http.upstream
    envoy.ext_proc envoy.filters.http.upstream
    envoy.extensions.filters.http.dynamic_modules envoy.filters.http.upstream envoy.extensions.filters.http.dynamic_modules.v3.DynamicModuleFilter envoy.extensions.filters.http.dynamic_modules.v3.DynamicModuleFilterPerRoute
    envoy.filters.http.admission_control envoy.filters.http.upstream envoy.extensions.filters.http.admission_control.v3.AdmissionControl
    envoy.filters.http.ai_protocol_manager envoy.filters.http.upstream envoy.extensions.filters.http.ai_protocol_manager.v3.AiProtocolManager envoy.extensions.filters.http.ai_protocol_manager.v3.AiProtocolManagerPerRoute
    envoy.filters.http.aws_lambda envoy.filters.http.upstream envoy.extensions.filters.http.aws_lambda.v3.Config envoy.extensions.filters.http.aws_lambda.v3.PerRouteConfig
    envoy.filters.http.aws_request_signing envoy.filters.http.upstream envoy.extensions.filters.http.aws_request_signing.v3.AwsRequestSigning envoy.extensions.filters.http.aws_request_signing.v3.AwsRequestSigningPerRoute
    envoy.filters.http.body_size_limit envoy.filters.http.upstream envoy.extensions.filters.http.body_size_limit.v3.BodySizeLimit
    envoy.filters.http.buffer envoy.filters.http.upstream envoy.extensions.filters.http.buffer.v3.Buffer envoy.extensions.filters.http.buffer.v3.BufferPerRoute
    envoy.filters.http.composite envoy.filters.http.upstream envoy.extensions.filters.http.composite.v3.Composite envoy.extensions.filters.http.composite.v3.CompositePerRoute
    envoy.filters.http.compressor envoy.filters.http.upstream envoy.extensions.filters.http.compressor.v3.Compressor envoy.extensions.filters.http.compressor.v3.CompressorPerRoute
    envoy.filters.http.credential_injector envoy.filters.http.upstream envoy.extensions.filters.http.credential_injector.v3.CredentialInjector
    envoy.filters.http.ext_proc envoy.filters.http.upstream envoy.extensions.filters.http.ext_proc.v3.ExtProcPerRoute envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor
    envoy.filters.http.header_mutation envoy.filters.http.upstream envoy.extensions.filters.http.header_mutation.v3.HeaderMutation envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute
    envoy.filters.http.lua envoy.filters.http.upstream envoy.extensions.filters.http.lua.v3.Lua envoy.extensions.filters.http.lua.v3.LuaPerRoute
    envoy.filters.http.match_delegate envoy.filters.http.upstream envoy.extensions.common.matching.v3.ExtensionWithMatcher envoy.extensions.common.matching.v3.ExtensionWithMatcherPerRoute
    envoy.filters.http.upstream_codec envoy.filters.http.upstream envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec
    envoy.filters.http.upstream_rbac envoy.filters.http.upstream envoy.extensions.filters.http.rbac.v3.RBAC
    envoy.filters.http.wasm envoy.filters.http.upstream envoy.extensions.filters.http.wasm.v3.Wasm
    envoy.tracers.opentelemetry.resource_detectors.dynatrace envoy.tracers.opentelemetry.resource_detectors envoy.extensions.tracers.opentelemetry.resource_detectors.v3.DynatraceResourceDetectorConfig
    envoy.tracers.opentelemetry.resource_detectors.environment envoy.tracers.opentelemetry.resource_detectors envoy.extensions.tracers.opentelemetry.resource_detectors.v3.EnvironmentResourceDetectorConfig
    envoy.tracers.opentelemetry.resource_detectors.static_config envoy.tracers.opentelemetry.resource_detectors envoy.extensions.tracers.opentelemetry.resource_detectors.v3.StaticConfigResourceDetectorConfig
    envoy.filters.listener.dynamic_modules envoy.filters.listener envoy.extensions.filters.listener.dynamic_modules.v3.DynamicModuleListenerFilter
    envoy.filters.listener.http_inspector envoy.filters.listener envoy.extensions.filters.listener.http_inspector.v3.HttpInspector
    envoy.filters.listener.local_ratelimit envoy.filters.listener envoy.extensions.filters.listener.local_ratelimit.v3.LocalRateLimit
    envoy.filters.listener.original_dst envoy.filters.listener envoy.extensions.filters.listener.original_dst.v3.OriginalDst
    envoy.filters.listener.original_src envoy.filters.listener envoy.extensions.filters.listener.original_src.v3.OriginalSrc
    envoy.filters.listener.proxy_protocol envoy.filters.listener envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol
    envoy.filters.listener.set_filter_state envoy.filters.listener envoy.extensions.filters.listener.set_filter_state.v3.Config
    envoy.filters.listener.tls_inspector envoy.filters.listener envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector
    envoy.listener.http_inspector envoy.filters.listener
    envoy.listener.original_dst envoy.filters.listener
    envoy.listener.original_src envoy.filters.listener
    envoy.listener.proxy_protocol envoy.filters.listener
    envoy.listener.tls_inspector envoy.filters.listener
    envoy.string_matcher.lua envoy.string_matcher envoy.extensions.string_matcher.lua.v3.Lua
    envoy.dog_statsd envoy.stats_sinks
    envoy.graphite_statsd envoy.stats_sinks
    envoy.metrics_service envoy.stats_sinks
    envoy.open_telemetry_stat_sink envoy.stats_sinks
    envoy.stat_sinks.dog_statsd envoy.stats_sinks envoy.config.metrics.v3.DogStatsdSink
    envoy.stat_sinks.dynamic_modules envoy.stats_sinks envoy.extensions.stat_sinks.dynamic_modules.v3.DynamicModuleStatsSink
    envoy.stat_sinks.graphite_statsd envoy.stats_sinks envoy.extensions.stat_sinks.graphite_statsd.v3.GraphiteStatsdSink
    envoy.stat_sinks.hystrix envoy.stats_sinks envoy.config.metrics.v3.HystrixSink
    envoy.stat_sinks.metrics_service envoy.stats_sinks envoy.config.metrics.v3.MetricsServiceConfig
    envoy.stat_sinks.open_telemetry envoy.stats_sinks envoy.extensions.stat_sinks.open_telemetry.v3.SinkConfig
    envoy.stat_sinks.statsd envoy.stats_sinks envoy.config.metrics.v3.StatsdSink
    envoy.stat_sinks.wasm envoy.stats_sinks envoy.extensions.stat_sinks.wasm.v3.Wasm
    envoy.statsd envoy.stats_sinks
    """
}
