extension Duration {
  /// In nanoseconds; what is longer than three hundred years is that.
  package var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return isTooLong ? .max / 2 : whole + attoseconds / 1_000_000_000
  }
}
