package dev.hearth.planning.remedy;

import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.host.Account;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.host.OperatingSystem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What to type on this machine, for this user. */
public final class Remedies {
  private static final String COMMENT = "  # ";

  /** Where the user's name is not known, the shell knows it. */
  private static final String SOMEBODY = "$USER";

  private final Packaging packaging;
  private final boolean ubuntu;
  private final boolean fedora;

  /** Its system partition is read-only, and an update undoes what was installed there. */
  private final boolean steamOs;

  private final Optional<String> oldPodman;
  private final Account account;
  private final boolean systemd;

  private Remedies(Host host) {
    OperatingSystem system = host.system();
    this.packaging = Packaging.of(system);
    this.ubuntu =
        system.distribution().orElse("").equals("ubuntu") || system.relatives().contains("ubuntu");
    this.fedora = system.distribution().orElse("").equals("fedora");
    this.steamOs = system.distribution().orElse("").equals("steamos");
    this.oldPodman = PodmanReleases.trouble(system);
    this.account = host.account();
    this.systemd = host.services().systemd();
  }

  public static Remedies on(Host host) {
    return new Remedies(host);
  }

  /** The user, as a command takes it. */
  public String user() {
    return account.name().orElse(SOMEBODY);
  }

  /** Installs software, in this distribution's words. */
  public String install(Software software) {
    if (software == Software.PODMAN && oldPodman.isPresent()) {
      return remark(install(Software.DOCKER), oldPodman.get());
    }
    String name = name(software);
    if (name.isEmpty()) {
      return "This distribution does not have it; use one that does";
    }
    String line =
        typed((steamOs ? "sudo steamos-readonly disable && " : "") + packaging.install(name));
    return repository(software).map(where -> remark(line, where)).orElse(line);
  }

  /**
   * Ubuntu has Compose by a name of its own, and Red Hat's relatives have only that of Docker's own
   * repository.
   */
  private String name(Software software) {
    String name = software.name(packaging);
    if (software == Software.COMPOSE && packaging == Packaging.DNF && !fedora) {
      return "docker-compose-plugin";
    }
    if (packaging != Packaging.APT) {
      return name;
    }
    String compose = ubuntu ? "docker-compose-v2" : "docker-compose";
    return switch (software) {
      case DOCKER -> name + " " + compose;
      case COMPOSE -> compose;
      default -> name;
    };
  }

  /** Whether this release's own Podman is too old for Quadlet, or there is none. */
  public boolean podmanIsOld() {
    return oldPodman.isPresent();
  }

  /** A command, and after it as the shell's comment what a person does or minds then. */
  public static String remark(String command, String words) {
    return command + (command.contains(COMMENT) ? "; " : COMMENT) + words;
  }

  /** The command of a remedy, without what is remarked on it. */
  public static String command(String remedy) {
    int end = remedy.indexOf(COMMENT);
    return end < 0 ? remedy : remedy.substring(0, end);
  }

  /** A remedy as this user types it: root needs no sudo, and may have none. */
  public String typed(String remedy) {
    return account.isRoot() ? remedy.replace("sudo ", "") : remedy;
  }

  private Optional<String> repository(Software software) {
    return switch (software) {
      case NVIDIA_TOOLKIT -> outside() ? Optional.of("from NVIDIA's repository") : Optional.empty();
      case NVIDIA_DRIVER ->
          switch (packaging) {
            case APT -> Optional.of("from the non-free component");
            case DNF, OSTREE -> Optional.of("from RPM Fusion");
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  private boolean outside() {
    return switch (packaging) {
      case APT, DNF, OSTREE, ZYPPER, OTHER -> true;
      case PACMAN, NIX, APK -> false;
    };
  }

  /** Installs NVIDIA's driver. */
  public String nvidiaDriver() {
    if (ubuntu) {
      return typed("sudo ubuntu-drivers install  # then reboot");
    }
    String line = install(Software.NVIDIA_DRIVER);
    return packaging == Packaging.NIX || packaging == Packaging.OSTREE || packaging == Packaging.APK
        ? line
        : remark(line, "then reboot");
  }

  /** Installs the Vulkan driver of a vendor's GPUs. */
  public String vulkanDriver(Vendor vendor) {
    return switch (vendor) {
      case AMD -> install(Software.VULKAN_AMD);
      case NVIDIA -> nvidiaDriver();
      case INTEL, ARM, ROCKCHIP, OTHER -> install(Software.VULKAN_INTEL);
    };
  }

  /** Makes the user a member of groups, by their numbers. */
  public String join(Collection<Integer> gids) {
    List<String> names = gids.stream().map(this::groupName).distinct().toList();
    String create =
        gids.stream()
            .filter(gid -> account.groupName(gid).isEmpty())
            .map(gid -> "sudo groupadd --gid " + gid + " " + groupName(gid) + " && ")
            .collect(Collectors.joining());
    return typed(remark(create + join(names), "then log out and in again"));
  }

  private String join(List<String> names) {
    return switch (packaging) {
      case NIX ->
          "sudo nixos-rebuild switch  # after adding to configuration.nix: users.users."
              + user()
              + ".extraGroups = [ "
              + names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(" "))
              + " ];";
      case APK ->
          names.stream()
              .map(name -> "sudo addgroup " + user() + " " + name)
              .collect(Collectors.joining(" && "));
      default -> "sudo usermod -aG " + String.join(",", names) + " " + user();
    };
  }

  /** A group's name, or one to give it. */
  public String groupName(int gid) {
    return account.groupName(gid).orElse("gpu" + gid);
  }

  /** Makes the user a member of a group of this name. */
  public String joinNamed(String group) {
    return typed(remark(join(List.of(group)), "then log out and in again"));
  }

  /** Lets groups take effect that the user already has on disk. */
  public String loginAgain() {
    return "Log out of every session and in again, or reboot";
  }

  /** Starts the user's service manager anew, since it keeps the groups it was started with. */
  public String restartUserManager() {
    return "sudo loginctl terminate-user "
        + user()
        + "  # ends all your sessions; then log in again";
  }

  /** Starts a system service now and at every boot. */
  public String startService(String name) {
    return typed(
        systemd ? "sudo systemctl enable --now " + name : "sudo service " + name + " start");
  }

  /** Starts a system service anew. */
  public String restartService(String name) {
    return typed(systemd ? "sudo systemctl restart " + name : "sudo service " + name + " restart");
  }

  /** Sets an SELinux boolean for good. */
  public String setBoolean(String name) {
    return typed("sudo setsebool -P " + name + " 1");
  }

  /** Gives a device node to a group for good. */
  public String giveToGroup(String subsystem, String kernelName, String group) {
    return typed(
        "echo 'SUBSYSTEM==\""
            + subsystem
            + "\", KERNEL==\""
            + kernelName
            + "\", GROUP=\""
            + group
            + "\", MODE=\"0660\"' | sudo tee /etc/udev/rules.d/70-hearth-"
            + subsystem
            + ".rules && sudo udevadm control --reload-rules && sudo udevadm trigger");
  }
}
