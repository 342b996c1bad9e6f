package dev.hearth.bench.lab;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The unpacked folder: {@code jdk}, {@code lib}, {@code runtime}, {@code models}, {@code photos}
 * and {@code pack.properties}.
 */
record Pack(Path folder) {
  Path models() {
    return folder.resolve("models");
  }

  Path photos() {
    return folder.resolve("photos");
  }

  Path runtime() {
    return folder.resolve("runtime");
  }

  /** What was packed, from where and when. */
  Map<String, String> facts() throws IOException {
    Path file = folder.resolve("pack.properties");
    if (!Files.isRegularFile(file)) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.NOT_FOUND,
              folder + " is not an unpacked laboratory",
              "there is no " + file,
              "Unpack one: bench/gpu-lab pack FILE.tar.xz, then tar -xf FILE.tar.xz"));
    }
    Properties read = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      read.load(in);
    }
    Map<String, String> facts = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> facts.put(name, read.getProperty(name)));
    return facts;
  }

  /**
   * The beginning of a command line that starts another Java program of the pack.
   *
   * @param out gets whatever the virtual machine wants to write
   */
  List<String> java(Path out) {
    String program = ProcessHandle.current().info().command().orElse("java");
    List<String> line = new ArrayList<>(List.of(program));
    line.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-XX:ErrorFile=" + out.resolve("log/crash-%p.log"),
            "-XX:-UsePerfData",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + out.resolve("scratch/tmp"),
            "-cp",
            System.getProperty("java.class.path", "")));
    return line;
  }
}
