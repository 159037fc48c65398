int causeway_envoy_api_placeholder(void);
