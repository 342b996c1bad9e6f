package dev.hearth.planning.remedy;

import dev.hearth.machine.host.OperatingSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a distribution installs software. */
public enum Packaging {
  APT,
  DNF,
  /** Fedora's image based relatives: Silverblue, Bazzite, Bluefin. */
  OSTREE,
  PACMAN,
  ZYPPER,
  NIX,
  APK,
  /** Not known. */
  OTHER;

  private static final Map<String, Packaging> BY_ID =
      Map.ofEntries(
          Map.entry("debian", APT),
          Map.entry("ubuntu", APT),
          Map.entry("fedora", DNF),
          Map.entry("rhel", DNF),
          Map.entry("centos", DNF),
          Map.entry("bazzite", OSTREE),
          Map.entry("bluefin", OSTREE),
          Map.entry("aurora", OSTREE),
          Map.entry("arch", PACMAN),
          Map.entry("suse", ZYPPER),
          Map.entry("opensuse", ZYPPER),
          Map.entry("opensuse-tumbleweed", ZYPPER),
          Map.entry("opensuse-leap", ZYPPER),
          Map.entry("sles", ZYPPER),
          Map.entry("nixos", NIX),
          Map.entry("alpine", APK));

  /** By {@code ID}, else by the first of {@code ID_LIKE} that is known. */
  public static Packaging of(OperatingSystem system) {
    List<String> names = new ArrayList<>();
    system.distribution().asOptional().ifPresent(names::add);
    names.addAll(system.relatives());
    return names.stream().filter(BY_ID::containsKey).map(BY_ID::get).findFirst().orElse(OTHER);
  }

  /** The line that installs a package; empty where a package is not installed by a line. */
  String install(String name) {
    return switch (this) {
      case APT -> "sudo apt install " + name;
      case DNF -> "sudo dnf install " + name;
      case OSTREE -> "rpm-ostree install " + name + "  # then reboot";
      case PACMAN -> "sudo pacman -S " + name;
      case ZYPPER -> "sudo zypper install " + name;
      case NIX -> "sudo nixos-rebuild switch  # after adding to configuration.nix: " + name;
      case APK -> "sudo apk add " + name;
      case OTHER -> "Install " + name + " with your distribution's package manager";
    };
  }
}
