package dev.hearth.deployment.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Ollama's images hold in usr/lib/ollama, small: names, links and dependencies as in the
 * published bundles of three versions, one library for each of ROCm's that matters.
 */
final class Bundles {
  private Bundles() {}

  /** A file's content, or where a link leads. */
  sealed interface Item {}

  record File(byte[] content) implements Item {}

  record Link(String target) implements Item {}

  static Map<String, Item> of(String version) {
    return switch (version) {
      case "0.12.3" -> items("rocm", "", "6", "60303");
      case "0.12.6", "0.17.7" -> items("rocm", "rocm/", "6", "60303");
      case "0.20.0" -> items("rocm", "rocm/", "7", "70200");
      case "0.31.2" -> {
        Map<String, Item> items = items("rocm_v7_2", "rocm_v7_2/", "7", "70201");
        items.put("llama-server", new File(bytes("the server of 0.31.2")));
        yield items;
      }
      default -> throw new IllegalArgumentException(version);
    };
  }

  private static Map<String, Item> items(String folder, String backend, String hip, String stamp) {
    Map<String, Item> items = new TreeMap<>();
    items.putAll(base());
    items.put(
        backend + "libggml-hip.so",
        library(
            "libggml-hip.so",
            "libggml-base.so.0",
            "libhipblas.so.2",
            "libamdhip64.so." + hip,
            "libc.so.6"));
    library(items, folder, "libhipblas.so.2", "3." + stamp, "librocblas.so.4");
    library(items, folder, "librocblas.so.4", "3." + stamp, "libamdhip64.so." + hip);
    library(
        items,
        folder,
        "libamdhip64.so." + hip,
        "3." + stamp,
        "libhsa-runtime64.so.1",
        "libamd_comgr.so.2");
    library(items, folder, "libhsa-runtime64.so.1", "14." + stamp, "libdrm_amdgpu.so.1");
    library(items, folder, "libamd_comgr.so.2", "8." + stamp, "libc.so.6");
    library(items, folder, "libdrm_amdgpu.so.1", "0.0", "libdrm.so.2");
    library(items, folder, "libdrm.so.2", "124.0", "libc.so.6");
    for (String gfx : new String[] {"gfx1030", "gfx1100", "gfx90a"}) {
      items.put(
          folder + "/rocblas/library/TensileLibrary_lazy_" + gfx + ".dat",
          new File(bytes("kernels for " + gfx)));
    }
    return items;
  }

  /** What a program's installation has beside the bundle. */
  static Map<String, Item> base() {
    Map<String, Item> items = new TreeMap<>();
    items.put("libggml-base.so", new Link("libggml-base.so.0"));
    items.put("libggml-base.so.0", new Link("libggml-base.so.0.9.4"));
    items.put("libggml-base.so.0.9.4", library("libggml-base.so.0", "libc.so.6"));
    items.put("libggml-cpu-haswell.so", library("libggml-cpu-haswell.so", "libggml-base.so.0"));
    return items;
  }

  /** A library under its full name, with the two links that lead to it. */
  private static void library(
      Map<String, Item> items, String folder, String soname, String minor, String... needed) {
    String full = soname + "." + minor;
    items.put(folder + "/" + full, library(soname, needed));
    items.put(folder + "/" + soname, new Link(full));
    items.put(folder + "/" + soname.substring(0, soname.indexOf(".so") + 3), new Link(soname));
  }

  static File library(String soname, String... needed) {
    return new File(TinyLibrary.of(soname, needed));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
