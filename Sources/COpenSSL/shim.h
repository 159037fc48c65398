// OpenSSL, and functions for those of its macros that Swift cannot see, nothing else.
#ifndef COPENSSL_SHIM_H
#define COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// Built of SSL_OP_BIT(n), a macro with an argument.
static inline uint64_t causeway_SSL_OP_server(void) {
  return SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE;
}

// All of these are SSL_CTX_ctrl in disguise.
static inline int causeway_SSL_CTX_set_min_proto_version(SSL_CTX *context, int version) {
  return (int)SSL_CTX_set_min_proto_version(context, version);
}
static inline int causeway_SSL_CTX_set_max_proto_version(SSL_CTX *context, int version) {
  return (int)SSL_CTX_set_max_proto_version(context, version);
}
static inline void causeway_SSL_CTX_set_mode(SSL_CTX *context, long mode) { SSL_CTX_set_mode(context, mode); }
static inline void causeway_SSL_CTX_set_session_cache_mode(SSL_CTX *context, long mode) {
  SSL_CTX_set_session_cache_mode(context, mode);
}
static inline int causeway_SSL_CTX_add1_chain_cert(SSL_CTX *context, X509 *certificate) {
  return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

// SSL_set_ex_data and its opposite, at the index that is free for applications.
static inline void causeway_SSL_set_app_data(SSL *ssl, void *data) { SSL_set_app_data(ssl, data); }
static inline void *causeway_SSL_get_app_data(const SSL *ssl) { return SSL_get_app_data(ssl); }

// SSL_ctrl in disguise.
static inline int causeway_SSL_set_tlsext_host_name(SSL *ssl, const char *name) {
  return (int)SSL_set_tlsext_host_name(ssl, name);
}

// BIO_set_flags with flags that are built of others.
static inline void causeway_BIO_set_retry_read(BIO *bio) { BIO_set_retry_read(bio); }
static inline void causeway_BIO_clear_retry_flags(BIO *bio) { BIO_clear_retry_flags(bio); }

// Built of other macros, with casts among them.
static inline unsigned long causeway_XN_FLAG_ONELINE(void) { return XN_FLAG_ONELINE; }

// STACK_OF(T) has a type and functions for each T, all made by macros.
static inline int causeway_GENERAL_NAMES_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }
static inline const GENERAL_NAME *causeway_GENERAL_NAMES_at(const GENERAL_NAMES *names, int index) {
  return sk_GENERAL_NAME_value(names, index);
}
// The text of a name that is a URI; NULL for other kinds, which are members of a union.
static inline const ASN1_IA5STRING *causeway_GENERAL_NAME_uri(const GENERAL_NAME *name) {
  return name->type == GEN_URI ? name->d.uniformResourceIdentifier : NULL;
}

#endif
