package dev.hearth.testhost;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ollama's archive of ROCm, small: the names, links and dependencies of the one of 0.12.6, with
 * libraries that are ELF with a dynamic section and no code.
 */
final class RocmArchive {
  private static final int DYNAMIC_AT = 0x100;
  private static final int NAMES_AT = 0x400;
  private static final int SIZE = 0x800;
  private static final int BASE = 0x10000;

  private final Path rocm;

  private RocmArchive(Path rocm) {
    this.rocm = rocm;
  }

  /**
   * Makes one in the test host.
   *
   * @param release of ROCm, as its files end: 60303
   * @param without a library that is left out, by its name in others; empty for none
   */
  static void make(TestHost host, String file, String release, String without) {
    String folder = file + ".d";
    RocmArchive archive = new RocmArchive(host.at(folder + "/lib/ollama/rocm"));
    try {
      Files.createDirectories(archive.rocm.resolve("rocblas/library"));
      archive.fill(release, without);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    host.rootScript("tar -C %s -czf %s lib && rm -r %s".formatted(folder, file, folder)).good();
  }

  private void fill(String release, String without) throws IOException {
    String hip = "libamdhip64.so." + release.charAt(0);
    Files.write(
        rocm.resolve("libggml-hip.so"),
        library("libggml-hip.so", "libggml-base.so", "libhipblas.so.2", hip, "libc.so.6"));
    put("libhipblas.so.2", "2." + release, without, "librocblas.so.4");
    put("librocblas.so.4", "3." + release, without, hip);
    put(hip, "3." + release, without, "libhsa-runtime64.so.1", "libamd_comgr.so.2");
    put("libhsa-runtime64.so.1", "14." + release, without, "libdrm_amdgpu.so.1");
    put("libamd_comgr.so.2", "8." + release, without, "libc.so.6");
    put("libdrm_amdgpu.so.1", "0.0", without, "libdrm.so.2");
    put("libdrm.so.2", "124.0", without, "libc.so.6");
    for (String gfx : new String[] {"gfx1030", "gfx1100"}) {
      Files.writeString(
          rocm.resolve("rocblas/library/TensileLibrary_lazy_" + gfx + ".dat"), "kernels of " + gfx);
    }
  }

  /** A library under its full name, and the link that others know it by. */
  private void put(String name, String minor, String without, String... needed) throws IOException {
    if (!name.equals(without)) {
      Files.write(rocm.resolve(name + "." + minor), library(name, needed));
      Files.createSymbolicLink(rocm.resolve(name), Path.of(name + "." + minor));
    }
  }

  /** A shared library for x86-64: one segment at 0x10000, its name, and what it needs. */
  static byte[] library(String name, String... needed) {
    ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    file.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    file.putShort(16, (short) 3).putShort(18, (short) 62).putInt(20, 1);
    file.putLong(32, 64).putShort(52, (short) 64).putShort(54, (short) 56).putShort(56, (short) 2);
    segment(file, 64, 1, 0, SIZE);
    segment(file, 120, 2, DYNAMIC_AT, 16L * (needed.length + 3));
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.write(0);
    int at = DYNAMIC_AT;
    for (String each : needed) {
      at = entry(file, at, 1, add(names, each));
    }
    at = entry(file, at, 14, add(names, name));
    entry(file, at, 5, BASE + NAMES_AT);
    file.put(NAMES_AT, names.toByteArray());
    return file.array();
  }

  private static void segment(ByteBuffer file, int at, int type, long offset, long size) {
    file.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, BASE + offset);
    file.putLong(at + 32, size).putLong(at + 40, size);
  }

  private static int entry(ByteBuffer file, int at, long tag, long value) {
    file.putLong(at, tag).putLong(at + 8, value);
    return at + 16;
  }

  private static int add(ByteArrayOutputStream names, String name) {
    int at = names.size();
    names.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    names.write(0);
    return at;
  }
}
