package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.machine.Command;
import dev.hearth.machine.Finished;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages in the shape of the real ones, a few kilobytes each, and a catalogue that pins them. */
final class TinyPackages {
  static final String VERSION = "1.29.0";
  static final byte[] VULKAN_LIBRARY = noise(1, 20_000);
  static final byte[] VULKAN =
      tgz("package/lib/other.js", noise(2, 700), "package/bin/core.so.1", VULKAN_LIBRARY);

  private TinyPackages() {}

  static Catalogue catalogue(byte[] cudaProvider) {
    return catalogue(Architecture.X86_64, cudaProvider);
  }

  static Catalogue catalogue(Architecture architecture, byte[] cudaProvider) {
    return new Catalogue(
        VERSION,
        architecture,
        Map.of(Provider.VULKAN, vulkan(), Provider.CUDA, cuda(cudaProvider)));
  }

  static PinnedPackage vulkan() {
    return new PinnedPackage(
        PinnedPackage.Client.NPM,
        "onnxruntime-node@" + VERSION,
        "onnxruntime-node-" + VERSION + ".tgz",
        "MIT",
        VULKAN.length,
        sha256(VULKAN),
        "libonnxruntime.so.1",
        "",
        "",
        List.of(item("package/bin/core.so.1", "libonnxruntime.so.1", VULKAN_LIBRARY)),
        List.of());
  }

  static PinnedPackage cuda(byte[] provider) {
    byte[] jar = cudaJar(provider);
    return new PinnedPackage(
        PinnedPackage.Client.MAVEN,
        "com.microsoft.onnxruntime:onnxruntime_gpu:" + VERSION,
        "onnxruntime_gpu-" + VERSION + ".jar",
        "MIT",
        jar.length,
        sha256(jar),
        "libonnxruntime.so",
        "libonnxruntime4j_jni.so",
        "libonnxruntime_providers_cuda.so",
        List.of(
            item("native/core.so", "libonnxruntime.so", noise(3, 900)),
            item("native/jni.so", "libonnxruntime4j_jni.so", noise(4, 300)),
            item("native/cuda.so", "libonnxruntime_providers_cuda.so", provider)),
        List.of(
            new PinnedPackage.Need("libcudart.so.12", "libcudart12"),
            new PinnedPackage.Need("libcuda.so.1", "the NVIDIA driver")));
  }

  static byte[] cudaJar(byte[] provider) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "native/core.so", noise(3, 900));
      put(zip, "native/windows.dll", noise(9, 5_000));
      put(zip, "native/jni.so", noise(4, 300));
      put(zip, "native/cuda.so", provider);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** What npm does: writes the package where it is told to, and its name to the output. */
  static Finished packs(Command command, byte[] content) {
    write(Path.of(after(command, "--pack-destination")).resolve(vulkan().file()), content);
    return new Finished(0, vulkan().file() + "\n", "");
  }

  /** What Maven does: lays the package into its repository. */
  static Finished gets(Command command, byte[] content) {
    String repository =
        command.argv().stream()
            .filter(each -> each.startsWith("-Dmaven.repo.local="))
            .findFirst()
            .orElseThrow()
            .substring("-Dmaven.repo.local=".length());
    Path folder = Path.of(repository, "com/microsoft/onnxruntime/onnxruntime_gpu", VERSION);
    write(folder.resolve("onnxruntime_gpu-" + VERSION + ".jar"), content);
    return new Finished(0, "", "");
  }

  private static String after(Command command, String option) {
    return command.argv().get(command.argv().indexOf(option) + 1);
  }

  static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException trouble) {
      throw new UncheckedIOException(trouble);
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static PinnedPackage.Item item(String inside, String name, byte[] content) {
    return new PinnedPackage.Item(inside, name, content.length, sha256(content));
  }

  static byte[] noise(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] tgz(String name, byte[] content, String second, byte[] secondContent) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      file(gzip, name, content);
      file(gzip, second, secondContent);
      gzip.write(new byte[1024]);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void file(GZIPOutputStream out, String name, byte[] content) throws IOException {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 124, String.format(java.util.Locale.ROOT, "%011o", content.length));
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, String.format(java.util.Locale.ROOT, "%06o\0 ", sum));
    out.write(header);
    out.write(content);
    out.write(new byte[(512 - content.length % 512) % 512]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
