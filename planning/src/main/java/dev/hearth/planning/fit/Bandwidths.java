package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;

/**
 * How fast memory is read, in bytes a second.
 *
 * @param dedicated the device's own memory
 * @param system system memory; also what an integrated device reads
 * @param link between device and system memory, one way
 */
public record Bandwidths(Reading<Long> dedicated, Reading<Long> system, Reading<Long> link) {
  private static final long MEGA = 1_000_000;

  /** Nothing is known of speeds. */
  public static Bandwidths unknown(String reason) {
    return new Bandwidths(
        Reading.unknown(reason), Reading.unknown(reason), Reading.unknown(reason));
  }

  /**
   * System memory: each channel moves 8 bytes a transfer.
   *
   * @param megaTransfers the number after "DDR5-"
   * @param channels 64-bit channels in use; two in most computers
   */
  public static long ofMemoryChannels(long megaTransfers, int channels) {
    return megaTransfers * MEGA * 8 * channels;
  }

  /**
   * Memory with two transfers a clock, as NVML reports it (highest memory clock, bus width).
   *
   * @param clockMhz the memory clock in MHz
   * @param busBits the width of the bus in bits
   */
  public static long ofMemoryClock(long clockMhz, int busBits) {
    return clockMhz * MEGA * 2 * busBits / 8;
  }

  /**
   * A PCIe link one way, before protocol overhead. Source: {@code
   * /sys/bus/pci/devices/…/current_link_speed} and {@code current_link_width}. Up to 5 GT/s ten
   * bits carry a byte; from 8 GT/s on 130 bits carry 128; PCIe 6 (64 GT/s) is counted like that
   * too.
   *
   * @param gigaTransfers speed of a lane: 2.5, 5, 8, 16, 32
   * @param lanes width of the link
   */
  public static long ofPcie(double gigaTransfers, int lanes) {
    double bitsPerByte = gigaTransfers <= 5 ? 10 : 8 * 130.0 / 128;
    return Math.round(gigaTransfers * 1e9 / bitsPerByte * lanes);
  }
}
