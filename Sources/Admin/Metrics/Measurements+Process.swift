extension Measurements {
  /// What the process takes, under the names that all Prometheus clients use
  /// (https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics).
  var processFamilies: [MetricFamily] {
    guard let process else { return [] }
    return [
      MetricFamily(
        "process_cpu_seconds_total", .counter, "Time on a CPU, in seconds.", process.cpuSeconds),
      MetricFamily(
        "process_resident_memory_bytes", .gauge, "Memory in RAM, in bytes.",
        process.residentBytes),
      MetricFamily(
        "process_virtual_memory_bytes", .gauge, "Address space, in bytes.", process.virtualBytes),
      MetricFamily(
        "process_open_fds", .gauge, "Open file descriptors.", process.openDescriptors),
      MetricFamily(
        "process_max_fds", .gauge, "How many file descriptors may be open.",
        process.descriptorsMax),
      MetricFamily(
        "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.",
        process.startSeconds),
    ]
  }
}
