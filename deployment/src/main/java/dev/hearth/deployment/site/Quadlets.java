package dev.hearth.deployment.site;

import dev.hearth.deployment.compose.Spellings;
import dev.hearth.deployment.unit.Layers;
import dev.hearth.deployment.unit.UnitText;
import dev.hearth.machine.host.Account;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Present;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Quadlets, in the folders where Podman's generator looks for them. */
record Quadlets(Texts texts, Account account) {
  private static final String SUFFIX = ".container";
  private static final String CONTAINER = "Container";
  private static final Path SYSTEM = Path.of("/etc/containers/systemd");
  private static final Path VENDOR = Path.of("/usr/share/containers/systemd");
  private static final int DEEPEST = 5;
  private static final int MOST = 2000;

  /** Those whose image is sought. */
  List<Installation.Quadlet> find(Sought sought) {
    List<Installation.Quadlet> found = new ArrayList<>();
    if (!account.isRoot()) {
      found.addAll(in(userFolders(), true, sought));
    }
    found.addAll(in(List.of(SYSTEM, VENDOR), false, sought));
    return found;
  }

  private List<Path> userFolders() {
    List<Path> folders = new ArrayList<>();
    account
        .home()
        .asOptional()
        .ifPresent(home -> folders.add(Path.of(home).resolve(".config/containers/systemd")));
    account
        .uid()
        .asOptional()
        .ifPresent(uid -> folders.add(SYSTEM.resolve("users").resolve(String.valueOf(uid))));
    folders.add(SYSTEM.resolve("users"));
    folders.add(VENDOR.resolve("users"));
    return folders;
  }

  /** Of one name the generator takes the first it meets. */
  private List<Installation.Quadlet> in(List<Path> folders, boolean user, Sought sought) {
    Map<String, Path> byName = new LinkedHashMap<>();
    for (Path folder : folders) {
      Set<Path> files = new LinkedHashSet<>();
      walk(folder, 0, files);
      files.forEach(file -> byName.putIfAbsent(String.valueOf(file.getFileName()), file));
    }
    return byName.values().stream()
        .flatMap(file -> read(file, user).stream())
        .filter(each -> each.present().image().filter(sought::matches).isPresent())
        .toList();
  }

  private void walk(Path folder, int depth, Set<Path> files) {
    for (String name : texts.machine().namesOrNone(folder.toString())) {
      Path path = folder.resolve(name);
      if (name.endsWith(SUFFIX)) {
        files.add(path);
      } else if (depth < DEEPEST
          && files.size() < MOST
          && !name.endsWith(".d")
          && !(depth == 0 && name.equals("users"))
          && !(folder.endsWith("users") && name.matches("\\d+"))) {
        walk(path, depth + 1, files);
      }
    }
  }

  /** What one says; empty where it cannot be read, or is a template. */
  Optional<Installation.Quadlet> read(Path file, boolean user) {
    String name = String.valueOf(file.getFileName());
    String stem = name.substring(0, Math.max(0, name.length() - SUFFIX.length()));
    if (stem.isEmpty() || stem.endsWith("@")) {
      return Optional.empty();
    }
    return texts
        .read(file)
        .map(text -> {
          List<UnitText> layers = new ArrayList<>(List.of(UnitText.parse(text)));
          dropIns(file)
              .forEach(path -> texts.read(path).map(UnitText::parse).ifPresent(layers::add));
          Layers all = new Layers(layers);
          String unit = all.last(CONTAINER, "ServiceName").orElse(stem) + ".service";
          return new Installation.Quadlet(present(all, file, stem, user), file, unit, user);
        });
  }

  /** Its drop-ins. */
  List<Path> dropIns(Path file) {
    return texts.dropIns(file.resolveSibling(file.getFileName() + ".d"));
  }

  private Present present(Layers all, Path file, String stem, boolean user) {
    String home = account.home().asOptional().orElse("~");
    return new Present(
        all.last(CONTAINER, "ContainerName")
            .map(name -> name.replace("%N", stem).replace("%p", stem))
            .orElse("systemd-" + stem),
        Supervisor.QUADLET,
        Engine.PODMAN,
        user,
        all.last(CONTAINER, "Image").map(image -> image(image, file)),
        Environments.of(all.words(CONTAINER, "Environment")),
        all.values(CONTAINER, "PublishPort").stream()
            .flatMap(each -> Spellings.ports(each).stream())
            .toList(),
        all.values(CONTAINER, "Network").contains("host"),
        mounts(all, file, home));
  }

  /** The image itself, or what an .image file beside it names. */
  private String image(String written, Path file) {
    return Optional.of(written)
        .filter(name -> name.endsWith(".image") && name.indexOf('/') < 0)
        .flatMap(name -> texts.read(file.resolveSibling(name)))
        .flatMap(text -> new Layers(List.of(UnitText.parse(text))).last("Image", "Image"))
        .orElse(written);
  }

  private static List<Mount> mounts(Layers all, Path file, String home) {
    return all.values(CONTAINER, "Volume").stream()
        .flatMap(each -> Spellings.mount(each, source -> source(source, file, home)).stream())
        .toList();
  }

  private static String source(String written, Path file, String home) {
    String expanded = written.replace("%h", home).replace("%%", "%");
    return expanded.startsWith(".") && expanded.indexOf('\0') < 0
        ? file.resolveSibling(expanded).normalize().toString()
        : expanded;
  }
}
