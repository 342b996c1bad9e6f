package dev.hearth.testhost;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plays the driver's part of the Radeon: a process that has /dev/kfd open is in KFD's list, with a
 * queue if it may write there, and with memory if it may write to the render node, too; and while
 * one that reads there as well burns time of the processor, the device is busy. So a program that
 * only has the nodes, or not even them, moves nothing, however hard it works.
 */
final class MovingGpu {
  private static final Path DEVICE =
      Path.of(AmdGpu.PLACE, "sys/devices/pci0000:00/0000:00:08.1/0000:c4:00.0");
  private static final String KFD = "/sys/devices/virtual/kfd/kfd/proc";
  private static final String GPU_ID = "52743";
  private static final long VRAM_IDLE = 327_155_712;
  private static final long VRAM_EACH = 96L << 20;
  private static final Duration TICK = Duration.ofMillis(150);

  /** Between two looks for processes that opened a node since. */
  private static final int SEARCH_EVERY = 3;

  /** Less is a Java that waits. */
  private static final int STILL_PERCENT = 8;

  private static final int TICKS_PER_SECOND = 100;

  /** How a node was opened: O_RDONLY, O_RDWR, and the bits of both. */
  private static final int READING = 0;

  private static final int BOTH = 2;
  private static final int BOTH_BITS = 3;

  private final TestHost host;
  private final Map<Integer, Holder> holders = new HashMap<>();

  private MovingGpu(TestHost host) {
    this.host = host;
  }

  /**
   * Who has the nodes open.
   *
   * @param queue whether it may write to KFD's
   * @param memory whether to the render node, too
   * @param reads whether it also reads there: what comes of no work need not be read
   * @param ticks of the processor that it has used
   */
  private record Holder(boolean queue, boolean memory, boolean reads, long ticks) {
    boolean hasMemory() {
      return queue && memory;
    }

    boolean works() {
      return hasMemory() && reads;
    }

    Holder after(long now) {
      return new Holder(queue, memory, reads, now);
    }
  }

  /** Plays until the test host ends. */
  static void start(TestHost host) {
    // A folder of its own: an overlay remembers that a name was not there.
    host.root("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", KFD).good();
    beFirst(host);
    MovingGpu gpu = new MovingGpu(host);
    Thread.ofPlatform().daemon().name("moving-gpu").start(gpu::play);
  }

  /**
   * Drivers number processes as the first namespace does, and hearth believes them there only. The
   * test host stands for a machine, so hearth sees itself in the first one.
   */
  private static void beFirst(TestHost host) {
    host.write(
        TestHost.FIRST + "/hearth",
        """
        #!/bin/sh
        sudo -n sh -c 'mount -t tmpfs tmpfs /proc/$0/ns && ln -s "pid:[4026531836]" /proc/$0/ns/pid' $$
        exec /opt/hearth/hearth "$@"
        """);
    // sudo asks for its own name.
    host.rootScript("grep -qs $(hostname) /etc/hosts || echo 127.0.1.1 $(hostname) >>/etc/hosts")
        .good();
    host.root("chmod", "755", TestHost.FIRST, TestHost.FIRST + "/hearth").good();
  }

  private void play() {
    long before = System.nanoTime();
    for (int round = 0; Files.isDirectory(host.at("/proc")); round++) {
      TestHost.pause(TICK);
      long now = System.nanoTime();
      try {
        if (round % SEARCH_EVERY == 0) {
          search();
        }
        tell(busy(now - before));
      } catch (IOException | UncheckedIOException _) {
        // The host ends, or a process did: the next look tells.
      }
      before = now;
    }
  }

  /** Looks through all processes for those that have KFD's node open. */
  private void search() throws IOException {
    Map<Integer, Holder> found = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(host.at("/proc"), "[0-9]*")) {
      for (Path process : all) {
        int pid = Integer.parseInt(process.getFileName().toString());
        holder(process).ifPresent(holder -> found.put(pid, holder));
      }
    }
    for (int pid : Set.copyOf(holders.keySet())) {
      if (!found.containsKey(pid)) {
        holders.remove(pid);
        delete(host.at(KFD + "/" + pid));
      }
    }
    for (Map.Entry<Integer, Holder> each : found.entrySet()) {
      if (holders.putIfAbsent(each.getKey(), each.getValue()) == null) {
        list(each.getKey(), each.getValue());
      }
    }
  }

  private static Optional<Holder> holder(Path process) {
    Map<String, Integer> modes = new HashMap<>();
    try (DirectoryStream<Path> handles = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path handle : handles) {
        String node = Files.readSymbolicLink(handle).toString();
        if (node.equals("/dev/kfd") || node.equals("/dev/dri/renderD128")) {
          modes.merge(node, mode(process, handle), Math::max);
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // It ended, and so it holds nothing.
      return Optional.empty();
    }
    int render = modes.getOrDefault("/dev/dri/renderD128", READING);
    return Optional.ofNullable(modes.get("/dev/kfd"))
        .map(kfd -> new Holder(kfd > READING, render > READING, render == BOTH, ticks(process)));
  }

  /** The flags of a handle are octal; their last digit is how it was opened. */
  private static int mode(Path process, Path handle) throws IOException {
    return Files.readString(process.resolve("fdinfo").resolve(handle.getFileName()))
        .lines()
        .filter(line -> line.startsWith("flags:"))
        .mapToInt(line -> Character.digit(line.charAt(line.length() - 1), 8) & BOTH_BITS)
        .max()
        .orElse(READING);
  }

  /** The time that a process had on the processor; what ended had none since. */
  private static long ticks(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    } catch (IOException _) {
      return 0;
    }
  }

  /** How busy those that compute on the GPU kept it since the last look, in percent. */
  private int busy(long nanos) {
    double seconds = 0;
    for (Map.Entry<Integer, Holder> each : Map.copyOf(holders).entrySet()) {
      Holder holder = each.getValue();
      long now = Math.max(holder.ticks(), ticks(host.at("/proc/" + each.getKey())));
      if (holder.works()) {
        seconds += (double) (now - holder.ticks()) / TICKS_PER_SECOND;
      }
      holders.put(each.getKey(), holder.after(now));
    }
    long percent = Math.min(100, Math.round(100 * seconds / (nanos / 1e9)));
    return percent < STILL_PERCENT ? 0 : (int) percent;
  }

  /** KFD's entry of a process, as Linux makes it. */
  private void list(int pid, Holder holder) throws IOException {
    Path folder = host.at(KFD + "/" + pid);
    Files.createDirectories(folder.resolve("queues"));
    Files.createDirectories(folder.resolve("stats_" + GPU_ID));
    Files.writeString(folder.resolve("pasid"), "32769\n");
    Files.writeString(folder.resolve("sdma_" + GPU_ID), "0\n");
    Files.writeString(folder.resolve("stats_" + GPU_ID + "/evicted_ms"), "0\n");
    Files.writeString(
        folder.resolve("vram_" + GPU_ID), (holder.hasMemory() ? VRAM_EACH : 1 << 20) + "\n");
    if (holder.queue()) {
      Path queue = Files.createDirectories(folder.resolve("queues/0"));
      Files.writeString(queue.resolve("gpuid"), GPU_ID + "\n");
      Files.writeString(queue.resolve("size"), "1048576\n");
      Files.writeString(queue.resolve("type"), "0\n");
    }
  }

  private void tell(int busy) throws IOException {
    long having = holders.values().stream().filter(Holder::hasMemory).count();
    overwrite("gpu_busy_percent", busy);
    overwrite("mem_info_vram_used", VRAM_IDLE + having * VRAM_EACH);
  }

  /** In place, as readers hold the file open; never empty, not even for a moment. */
  private void overwrite(String name, long value) throws IOException {
    Path file = host.at(DEVICE.resolve(name).toString());
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] text = (value + "\n").getBytes(StandardCharsets.US_ASCII);
      open.write(text);
      open.setLength(text.length);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
