internal import CEnvoyAPI
