package dev.hearth.machine.elf;

import dev.hearth.machine.Machine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the dynamic loader would find a library by its name: the folders of LD_LIBRARY_PATH, the
 * list that ldconfig wrote, and the folders it knows by itself (ld.so(8)). The name holds the
 * version: {@code libcudart.so.12} is never satisfied by {@code libcudart.so.13}.
 */
public final class LibrarySearch {
  private static final String CACHE = "/etc/ld.so.cache";

  private final Machine machine;
  private final ElfMachine processor;
  private final List<String> first;

  /**
   * @param libraryPath the value of LD_LIBRARY_PATH; blank where it is not set
   */
  public LibrarySearch(Machine machine, ElfMachine processor, String libraryPath) {
    this.machine = machine;
    this.processor = processor;
    this.first =
        Stream.of(libraryPath.split("[:;]", -1)).filter(each -> each.startsWith("/")).toList();
  }

  /** The path of a library; empty where the loader would not find it. */
  public Optional<String> path(String name) {
    return in(first, name).or(() -> cached(name)).or(() -> in(standardFolders(), name));
  }

  private Optional<String> cached(String name) {
    return machine
        .bytes(CACHE)
        .asOptional()
        .flatMap(LoaderCache::parse)
        .flatMap(cache -> cache.path(name, processor))
        .filter(machine::exists);
  }

  private Optional<String> in(List<String> folders, String name) {
    return folders.stream().map(folder -> folder + "/" + name).filter(machine::exists).findFirst();
  }

  private List<String> standardFolders() {
    String multiarch =
        switch (processor) {
          case X86_64 -> "x86_64-linux-gnu";
          case AARCH64 -> "aarch64-linux-gnu";
        };
    return List.of(
        "/lib/" + multiarch, "/usr/lib/" + multiarch, "/lib64", "/usr/lib64", "/lib", "/usr/lib");
  }
}
