package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Podman's configuration decides: its runtime, and where its images lie. Read from the files,
 * since {@code podman info} would make the storage of a user that has none yet.
 */
final class PodmanFiles {
  private static final String ROOTFUL_STORAGE = "/var/lib/containers/storage";
  private static final List<String> SYSTEM_STORAGE =
      List.of("/etc/containers/storage.conf", "/usr/share/containers/storage.conf");

  /** The order in which Podman looks for a runtime that no file names. */
  private static final List<String> RUNTIMES = List.of("crun", "runc");

  private final Machine machine;
  private final Account account;

  PodmanFiles(Machine machine, Account account) {
    this.machine = machine;
    this.account = account;
  }

  /** The runtime's name. */
  Reading<String> runtime() {
    Optional<String> named = Optional.empty();
    for (String path : configurations()) {
      Optional<String> here = string(path, "engine", "runtime").filter(name -> !name.isBlank());
      named = here.isPresent() ? here : named;
    }
    if (named.isPresent()) {
      String runtime = named.get();
      return Reading.known(runtime.substring(runtime.lastIndexOf('/') + 1));
    }
    for (String name : RUNTIMES) {
      if (machine.program(name).isPresent()) {
        return Reading.known(name);
      }
    }
    return Reading.unknown("neither crun nor runc is where programs usually are");
  }

  /** The files that Podman reads, each overriding those before. */
  private List<String> configurations() {
    List<String> paths = new ArrayList<>();
    paths.add("/usr/share/containers/containers.conf");
    addWithDropIns("/etc/containers/containers.conf", paths);
    userFolder().ifPresent(folder -> addWithDropIns(folder + "/containers.conf", paths));
    return paths;
  }

  private void addWithDropIns(String path, List<String> paths) {
    paths.add(path);
    for (String name : machine.namesOrNone(path + ".d")) {
      if (name.endsWith(".conf")) {
        paths.add(path + ".d/" + name);
      }
    }
  }

  /** Where the user's own configuration lies; root has none. */
  private Optional<String> userFolder() {
    return account.isRoot()
        ? Optional.empty()
        : account.home().asOptional().map(home -> home + "/.config/containers");
  }

  /** Where images and volumes of all users' containers lie. */
  String rootfulStorage() {
    return systemStorage("graphroot").orElse(ROOTFUL_STORAGE);
  }

  /**
   * Where this user's lie; empty for root, and where the home is unknown. A file of the user's own
   * replaces the system's, of which else only the path for users counts.
   */
  Optional<String> rootlessStorage() {
    if (account.isRoot() || account.home().asOptional().isEmpty()) {
      return Optional.empty();
    }
    String own = userFolder().orElse("") + "/storage.conf";
    Optional<String> said =
        stored(own, "graphroot")
            .or(() -> stored(own, "rootless_storage_path"))
            .or(() -> systemStorage("rootless_storage_path"));
    return said.or(
        () -> account.home().asOptional().map(home -> home + "/.local/share/containers/storage"));
  }

  /** By the administrator's file, or the distribution's where there is none. */
  private Optional<String> systemStorage(String key) {
    for (String path : SYSTEM_STORAGE) {
      if (machine.exists(path)) {
        return stored(path, key);
      }
    }
    return Optional.empty();
  }

  private Optional<String> stored(String path, String key) {
    return string(path, "storage", key).map(this::expanded).filter(AbsolutePath::fits);
  }

  /** Podman puts these three variables in. */
  private String expanded(String path) {
    return path.replace("$HOME", account.home().orElse("$HOME"))
        .replace("$USER", account.name().orElse("$USER"))
        .replace("$UID", account.uid().map(Integer::toUnsignedString).orElse("$UID"));
  }

  private Optional<String> string(String path, String table, String key) {
    return machine.text(path).asOptional().flatMap(text -> TomlText.string(text, table, key));
  }
}
