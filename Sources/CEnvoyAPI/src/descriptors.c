// Made by scripts/protos.
#include "CEnvoyAPI.h"
#include "envoy/config/accesslog/v3/accesslog.pb-c.h"
#include "envoy/config/cluster/v3/circuit_breaker.pb-c.h"
#include "envoy/config/cluster/v3/cluster.pb-c.h"
#include "envoy/config/cluster/v3/outlier_detection.pb-c.h"
#include "envoy/config/core/v3/address.pb-c.h"
#include "envoy/config/core/v3/base.pb-c.h"
#include "envoy/config/core/v3/config_source.pb-c.h"
#include "envoy/config/core/v3/extension.pb-c.h"
#include "envoy/config/core/v3/health_check.pb-c.h"
#include "envoy/config/core/v3/protocol.pb-c.h"
#include "envoy/config/core/v3/substitution_format_string.pb-c.h"
#include "envoy/config/endpoint/v3/endpoint.pb-c.h"
#include "envoy/config/endpoint/v3/endpoint_components.pb-c.h"
#include "envoy/config/listener/v3/api_listener.pb-c.h"
#include "envoy/config/listener/v3/listener.pb-c.h"
#include "envoy/config/listener/v3/listener_components.pb-c.h"
#include "envoy/config/route/v3/route.pb-c.h"
#include "envoy/config/route/v3/route_components.pb-c.h"
#include "envoy/extensions/access_loggers/file/v3/file.pb-c.h"
#include "envoy/extensions/access_loggers/stream/v3/stream.pb-c.h"
#include "envoy/extensions/filters/common/fault/v3/fault.pb-c.h"
#include "envoy/extensions/filters/http/cors/v3/cors.pb-c.h"
#include "envoy/extensions/filters/http/fault/v3/fault.pb-c.h"
#include "envoy/extensions/filters/http/grpc_stats/v3/config.pb-c.h"
#include "envoy/extensions/filters/http/router/v3/router.pb-c.h"
#include "envoy/extensions/filters/listener/http_inspector/v3/http_inspector.pb-c.h"
#include "envoy/extensions/filters/listener/original_dst/v3/original_dst.pb-c.h"
#include "envoy/extensions/filters/listener/tls_inspector/v3/tls_inspector.pb-c.h"
#include "envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager.pb-c.h"
#include "envoy/extensions/filters/network/tcp_proxy/v3/tcp_proxy.pb-c.h"
#include "envoy/extensions/retry/host/previous_hosts/v3/previous_hosts.pb-c.h"
#include "envoy/extensions/retry/priority/previous_priorities/v3/previous_priorities_config.pb-c.h"
#include "envoy/extensions/transport_sockets/tls/v3/common.pb-c.h"
#include "envoy/extensions/transport_sockets/tls/v3/tls.pb-c.h"
#include "envoy/extensions/upstreams/http/v3/http_protocol_options.pb-c.h"
#include "envoy/service/discovery/v3/discovery.pb-c.h"
#include "envoy/type/matcher/v3/regex.pb-c.h"
#include "envoy/type/matcher/v3/string.pb-c.h"
#include "envoy/type/v3/hash_policy.pb-c.h"
#include "envoy/type/v3/percent.pb-c.h"
#include "envoy/type/v3/range.pb-c.h"
#include "envoy/type/v3/semantic_version.pb-c.h"
#include "google/protobuf/any.pb-c.h"
#include "google/protobuf/duration.pb-c.h"
#include "google/protobuf/struct.pb-c.h"
#include "google/protobuf/wrappers.pb-c.h"
#include "google/rpc/status.pb-c.h"

static const ProtobufCMessageDescriptor *const causeway_message_descriptors[] = {
  &envoy__config__accesslog__v3__access_log__descriptor,
  &envoy__config__cluster__v3__circuit_breakers__descriptor,
  &envoy__config__cluster__v3__circuit_breakers__thresholds__descriptor,
  &envoy__config__cluster__v3__circuit_breakers__thresholds__retry_budget__descriptor,
  &envoy__config__cluster__v3__upstream_connection_options__descriptor,
  &envoy__config__cluster__v3__cluster__descriptor,
  &envoy__config__cluster__v3__cluster__eds_cluster_config__descriptor,
  &envoy__config__cluster__v3__cluster__slow_start_config__descriptor,
  &envoy__config__cluster__v3__cluster__round_robin_lb_config__descriptor,
  &envoy__config__cluster__v3__cluster__least_request_lb_config__descriptor,
  &envoy__config__cluster__v3__cluster__ring_hash_lb_config__descriptor,
  &envoy__config__cluster__v3__cluster__maglev_lb_config__descriptor,
  &envoy__config__cluster__v3__cluster__original_dst_lb_config__descriptor,
  &envoy__config__cluster__v3__cluster__common_lb_config__descriptor,
  &envoy__config__cluster__v3__cluster__common_lb_config__zone_aware_lb_config__descriptor,
  &envoy__config__cluster__v3__cluster__common_lb_config__locality_weighted_lb_config__descriptor,
  &envoy__config__cluster__v3__cluster__typed_extension_protocol_options_entry__descriptor,
  &envoy__config__cluster__v3__outlier_detection__descriptor,
  &envoy__config__core__v3__pipe__descriptor,
  &envoy__config__core__v3__socket_address__descriptor,
  &envoy__config__core__v3__bind_config__descriptor,
  &envoy__config__core__v3__address__descriptor,
  &envoy__config__core__v3__cidr_range__descriptor,
  &envoy__config__core__v3__tcp_keepalive__descriptor,
  &envoy__config__core__v3__build_version__descriptor,
  &envoy__config__core__v3__locality__descriptor,
  &envoy__config__core__v3__node__descriptor,
  &envoy__config__core__v3__metadata__descriptor,
  &envoy__config__core__v3__metadata__filter_metadata_entry__descriptor,
  &envoy__config__core__v3__runtime_fractional_percent__descriptor,
  &envoy__config__core__v3__runtime_double__descriptor,
  &envoy__config__core__v3__header_value__descriptor,
  &envoy__config__core__v3__header_value_option__descriptor,
  &envoy__config__core__v3__data_source__descriptor,
  &envoy__config__core__v3__transport_socket__descriptor,
  &envoy__config__core__v3__control_plane__descriptor,
  &envoy__config__core__v3__api_config_source__descriptor,
  &envoy__config__core__v3__aggregated_config_source__descriptor,
  &envoy__config__core__v3__self_config_source__descriptor,
  &envoy__config__core__v3__config_source__descriptor,
  &envoy__config__core__v3__typed_extension_config__descriptor,
  &envoy__config__core__v3__keepalive_settings__descriptor,
  &envoy__config__core__v3__upstream_http_protocol_options__descriptor,
  &envoy__config__core__v3__http_protocol_options__descriptor,
  &envoy__config__core__v3__http1_protocol_options__descriptor,
  &envoy__config__core__v3__http2_protocol_options__descriptor,
  &envoy__config__core__v3__substitution_format_string__descriptor,
  &envoy__config__endpoint__v3__cluster_load_assignment__descriptor,
  &envoy__config__endpoint__v3__cluster_load_assignment__policy__descriptor,
  &envoy__config__endpoint__v3__cluster_load_assignment__policy__drop_overload__descriptor,
  &envoy__config__endpoint__v3__endpoint__descriptor,
  &envoy__config__endpoint__v3__endpoint__health_check_config__descriptor,
  &envoy__config__endpoint__v3__lb_endpoint__descriptor,
  &envoy__config__endpoint__v3__locality_lb_endpoints__descriptor,
  &envoy__config__listener__v3__api_listener__descriptor,
  &envoy__config__listener__v3__listener__descriptor,
  &envoy__config__listener__v3__filter__descriptor,
  &envoy__config__listener__v3__filter_chain_match__descriptor,
  &envoy__config__listener__v3__filter_chain__descriptor,
  &envoy__config__listener__v3__listener_filter__descriptor,
  &envoy__config__route__v3__route_configuration__descriptor,
  &envoy__config__route__v3__virtual_host__descriptor,
  &envoy__config__route__v3__virtual_host__typed_per_filter_config_entry__descriptor,
  &envoy__config__route__v3__route__descriptor,
  &envoy__config__route__v3__route__typed_per_filter_config_entry__descriptor,
  &envoy__config__route__v3__decorator__descriptor,
  &envoy__config__route__v3__weighted_cluster__descriptor,
  &envoy__config__route__v3__weighted_cluster__cluster_weight__descriptor,
  &envoy__config__route__v3__weighted_cluster__cluster_weight__typed_per_filter_config_entry__descriptor,
  &envoy__config__route__v3__route_match__descriptor,
  &envoy__config__route__v3__route_match__grpc_route_match_options__descriptor,
  &envoy__config__route__v3__route_action__descriptor,
  &envoy__config__route__v3__route_action__request_mirror_policy__descriptor,
  &envoy__config__route__v3__route_action__hash_policy__descriptor,
  &envoy__config__route__v3__route_action__hash_policy__header__descriptor,
  &envoy__config__route__v3__route_action__hash_policy__cookie_attribute__descriptor,
  &envoy__config__route__v3__route_action__hash_policy__cookie__descriptor,
  &envoy__config__route__v3__route_action__hash_policy__connection_properties__descriptor,
  &envoy__config__route__v3__route_action__hash_policy__query_parameter__descriptor,
  &envoy__config__route__v3__route_action__upgrade_config__descriptor,
  &envoy__config__route__v3__route_action__max_stream_duration__descriptor,
  &envoy__config__route__v3__retry_policy__descriptor,
  &envoy__config__route__v3__retry_policy__retry_host_predicate__descriptor,
  &envoy__config__route__v3__retry_policy__retry_priority__descriptor,
  &envoy__config__route__v3__retry_policy__retry_back_off__descriptor,
  &envoy__config__route__v3__redirect_action__descriptor,
  &envoy__config__route__v3__direct_response_action__descriptor,
  &envoy__config__route__v3__non_forwarding_action__descriptor,
  &envoy__config__route__v3__header_matcher__descriptor,
  &envoy__config__route__v3__query_parameter_matcher__descriptor,
  &envoy__extensions__access_loggers__file__v3__file_access_log__descriptor,
  &envoy__extensions__access_loggers__stream__v3__stdout_access_log__descriptor,
  &envoy__extensions__filters__common__fault__v3__fault_delay__descriptor,
  &envoy__extensions__filters__http__cors__v3__cors__descriptor,
  &envoy__extensions__filters__http__cors__v3__cors_policy__descriptor,
  &envoy__extensions__filters__http__fault__v3__fault_abort__descriptor,
  &envoy__extensions__filters__http__fault__v3__httpfault__descriptor,
  &envoy__extensions__filters__http__grpc_stats__v3__filter_config__descriptor,
  &envoy__extensions__filters__http__router__v3__router__descriptor,
  &envoy__extensions__filters__listener__http_inspector__v3__http_inspector__descriptor,
  &envoy__extensions__filters__listener__original_dst__v3__original_dst__descriptor,
  &envoy__extensions__filters__listener__tls_inspector__v3__tls_inspector__descriptor,
  &envoy__extensions__filters__network__http_connection_manager__v3__rds__descriptor,
  &envoy__extensions__filters__network__http_connection_manager__v3__http_filter__descriptor,
  &envoy__extensions__filters__network__http_connection_manager__v3__http_connection_manager__descriptor,
  &envoy__extensions__filters__network__http_connection_manager__v3__http_connection_manager__upgrade_config__descriptor,
  &envoy__extensions__filters__network__http_connection_manager__v3__http_connection_manager__set_current_client_cert_details__descriptor,
  &envoy__extensions__filters__network__tcp_proxy__v3__tcp_proxy__descriptor,
  &envoy__extensions__filters__network__tcp_proxy__v3__tcp_proxy__weighted_cluster__descriptor,
  &envoy__extensions__filters__network__tcp_proxy__v3__tcp_proxy__weighted_cluster__cluster_weight__descriptor,
  &envoy__extensions__retry__host__previous_hosts__v3__previous_hosts_predicate__descriptor,
  &envoy__extensions__retry__priority__previous_priorities__v3__previous_priorities_config__descriptor,
  &envoy__extensions__transport_sockets__tls__v3__tls_parameters__descriptor,
  &envoy__extensions__transport_sockets__tls__v3__tls_certificate__descriptor,
  &envoy__extensions__transport_sockets__tls__v3__subject_alt_name_matcher__descriptor,
  &envoy__extensions__transport_sockets__tls__v3__certificate_validation_context__descriptor,
  &envoy__extensions__transport_sockets__tls__v3__upstream_tls_context__descriptor,
  &envoy__extensions__transport_sockets__tls__v3__downstream_tls_context__descriptor,
  &envoy__extensions__transport_sockets__tls__v3__common_tls_context__descriptor,
  &envoy__extensions__upstreams__http__v3__http_protocol_options__descriptor,
  &envoy__extensions__upstreams__http__v3__http_protocol_options__explicit_http_config__descriptor,
  &envoy__extensions__upstreams__http__v3__http_protocol_options__use_downstream_http_config__descriptor,
  &envoy__service__discovery__v3__discovery_request__descriptor,
  &envoy__service__discovery__v3__discovery_response__descriptor,
  &envoy__service__discovery__v3__delta_discovery_request__descriptor,
  &envoy__service__discovery__v3__delta_discovery_request__initial_resource_versions_entry__descriptor,
  &envoy__service__discovery__v3__delta_discovery_response__descriptor,
  &envoy__service__discovery__v3__resource__descriptor,
  &envoy__type__matcher__v3__regex_matcher__descriptor,
  &envoy__type__matcher__v3__regex_match_and_substitute__descriptor,
  &envoy__type__matcher__v3__string_matcher__descriptor,
  &envoy__type__v3__hash_policy__descriptor,
  &envoy__type__v3__hash_policy__source_ip__descriptor,
  &envoy__type__v3__percent__descriptor,
  &envoy__type__v3__fractional_percent__descriptor,
  &envoy__type__v3__int64_range__descriptor,
  &envoy__type__v3__semantic_version__descriptor,
  &google__protobuf__any__descriptor,
  &google__protobuf__duration__descriptor,
  &google__protobuf__struct__descriptor,
  &google__protobuf__struct__fields_entry__descriptor,
  &google__protobuf__value__descriptor,
  &google__protobuf__list_value__descriptor,
  &google__protobuf__double_value__descriptor,
  &google__protobuf__float_value__descriptor,
  &google__protobuf__int64_value__descriptor,
  &google__protobuf__uint64_value__descriptor,
  &google__protobuf__int32_value__descriptor,
  &google__protobuf__uint32_value__descriptor,
  &google__protobuf__bool_value__descriptor,
  &google__protobuf__string_value__descriptor,
  &google__protobuf__bytes_value__descriptor,
  &google__rpc__status__descriptor,
};
const size_t causeway_message_descriptor_count =
  sizeof causeway_message_descriptors / sizeof causeway_message_descriptors[0];

const ProtobufCMessageDescriptor *causeway_message_descriptor(size_t index) {
  return index < causeway_message_descriptor_count ? causeway_message_descriptors[index] : NULL;
}
