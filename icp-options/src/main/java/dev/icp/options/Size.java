package dev.icp.options;

/**
 * A size in bytes that shows as {@code --shard-size} takes it: 1024k and 1m both as 1m.
 *
 * @param bytes 1 KiB or more, a multiple of it
 */
public record Size(long bytes) {
  /** Each 1,024 times the one before, the first 1,024 bytes. */
  static final String UNITS = "kmg";

  @Override
  public String toString() {
    int unit = Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.length());
    return (bytes >> (10 * unit)) + UNITS.substring(unit - 1, unit);
  }
}
