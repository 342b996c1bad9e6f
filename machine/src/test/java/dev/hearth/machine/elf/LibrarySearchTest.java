package dev.hearth.machine.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrarySearchTest {
  @TempDir Path root;

  private void file(String path, byte[] content) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private void library(String path) throws IOException {
    file(path, new TinyElf().bytes());
  }

  private Optional<String> search(String libraryPath, String name) {
    return new LibrarySearch(new Machine(FileTree.under(root)), ElfMachine.X86_64, libraryPath)
        .path(name);
  }

  @Test
  void findsNothingOnAnEmptyMachine() {
    assertThat(search("", "libcudart.so.12")).isEmpty();
  }

  @Test
  void prefersTheFoldersThatThePersonNames() throws IOException {
    library("/opt/cuda/lib64/libcudart.so.12");
    library("/usr/lib/x86_64-linux-gnu/libcudart.so.12");

    assertThat(search("relative::/none:/opt/cuda/lib64", "libcudart.so.12"))
        .contains("/opt/cuda/lib64/libcudart.so.12");
    assertThat(search("", "libcudart.so.12")).contains("/usr/lib/x86_64-linux-gnu/libcudart.so.12");
  }

  @Test
  void neverTakesAnotherVersion() throws IOException {
    library("/usr/lib64/libcudart.so.13");

    assertThat(search("", "libcudart.so.12")).isEmpty();
  }

  @Test
  void asksTheListThatLdconfigWrote() throws IOException {
    library("/usr/local/cuda/lib64/libcublas.so.12");
    file(
        "/etc/ld.so.cache",
        cache(
            Map.of(
                "libcublas.so.12", "/usr/local/cuda/lib64/libcublas.so.12",
                "libgone.so.1", "/usr/local/lib/libgone.so.1"),
            0x0303));

    assertThat(search("", "libcublas.so.12")).contains("/usr/local/cuda/lib64/libcublas.so.12");
    assertThat(search("", "libgone.so.1")).isEmpty();
  }

  @Test
  void readsTheListOfOlderSystemsToo() throws IOException {
    library("/usr/local/lib/libcurand.so.10");
    byte[] newer = cache(Map.of("libcurand.so.10", "/usr/local/lib/libcurand.so.10"), 0x0303);
    ByteBuffer older =
        ByteBuffer.allocate(16 + 12 * 3 + 4 + newer.length).order(ByteOrder.LITTLE_ENDIAN);
    older.put("ld.so-1.7.0\0".getBytes(StandardCharsets.US_ASCII)).putInt(3);
    file("/etc/ld.so.cache", older.put(56, newer).array());

    assertThat(search("", "libcurand.so.10")).contains("/usr/local/lib/libcurand.so.10");
  }

  @Test
  void passesOverLibrariesOfAnotherProcessor() throws IOException {
    library("/opt/arm/libcublas.so.12");
    file("/etc/ld.so.cache", cache(Map.of("libcublas.so.12", "/opt/arm/libcublas.so.12"), 0x0a03));

    assertThat(search("", "libcublas.so.12")).isEmpty();
  }

  @Test
  void noBytesOfTheListMakeItThrow() {
    byte[] whole = cache(Map.of("libcublas.so.12", "/opt/libcublas.so.12"), 0x0303);
    Random random = new Random(6);
    for (int length = 0; length < whole.length; length++) {
      assertThat(look(Arrays.copyOf(whole, length))).isNotNull();
    }
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = whole.clone();
      for (int change = 0; change < 4; change++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      assertThat(look(changed)).isNotNull();
    }
  }

  private static Optional<String> look(byte[] bytes) {
    return LoaderCache.parse(bytes)
        .flatMap(cache -> cache.path("libcublas.so.12", ElfMachine.X86_64));
  }

  /** Header of 48 bytes, entries of 24, then the texts; offsets count from the header. */
  private static byte[] cache(Map<String, String> libraries, int flags) {
    Map<String, String> ordered = new LinkedHashMap<>(libraries);
    ByteArrayOutputStream texts = new ByteArrayOutputStream();
    int textsAt = 48 + 24 * ordered.size();
    ByteBuffer table = ByteBuffer.allocate(textsAt).order(ByteOrder.LITTLE_ENDIAN);
    table.put("glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII)).putInt(ordered.size());
    table.position(48);
    ordered.forEach((name, path) -> {
      table.putInt(flags).putInt(textsAt + texts.size());
      texts.writeBytes((name + "\0").getBytes(StandardCharsets.US_ASCII));
      table.putInt(textsAt + texts.size()).putInt(0).putLong(0);
      texts.writeBytes((path + "\0").getBytes(StandardCharsets.US_ASCII));
    });
    ByteBuffer whole = ByteBuffer.allocate(textsAt + texts.size());
    return whole.put(table.array()).put(texts.toByteArray()).array();
  }
}
