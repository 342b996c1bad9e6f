package dev.hearth.planning.remedy;

import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.host.Account;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.host.OperatingSystem;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What to type on this machine, for this user. */
public final class Remedies {
  /** Where the user's name is not known, the shell knows it. */
  private static final String SOMEBODY = "$USER";

  private final Packaging packaging;
  private final boolean ubuntu;

  /** Its system partition is read-only, and an update undoes what was installed there. */
  private final boolean steamOs;

  private final Account account;
  private final boolean systemd;

  private Remedies(Host host) {
    OperatingSystem system = host.system();
    this.packaging = Packaging.of(system);
    this.ubuntu =
        system.distribution().orElse("").equals("ubuntu") || system.relatives().contains("ubuntu");
    this.steamOs = system.distribution().orElse("").equals("steamos");
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
    String name = software.name(packaging);
    if (name.isEmpty()) {
      return "This distribution does not have it; use one that does";
    }
    return (steamOs ? "sudo steamos-readonly disable && " : "")
        + packaging.install(name)
        + repository(software);
  }

  private String repository(Software software) {
    return switch (software) {
      case NVIDIA_TOOLKIT -> outside() ? " (from NVIDIA's repository)" : "";
      case NVIDIA_DRIVER ->
          switch (packaging) {
            case APT -> " (from the non-free component)";
            case DNF, OSTREE -> " (from RPM Fusion)";
            default -> "";
          };
      default -> "";
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
      return "sudo ubuntu-drivers install, then reboot";
    }
    String line = install(Software.NVIDIA_DRIVER);
    return packaging == Packaging.NIX || packaging == Packaging.OSTREE || packaging == Packaging.APK
        ? line
        : line + ", then reboot";
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
    return create + join(names) + ", then log out and in again";
  }

  private String join(List<String> names) {
    return switch (packaging) {
      case NIX ->
          "Add to configuration.nix: users.users."
              + user()
              + ".extraGroups = [ "
              + names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(" "))
              + " ]; Then: sudo nixos-rebuild switch";
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
    return join(List.of(group)) + ", then log out and in again";
  }

  /** Lets groups take effect that the user already has on disk. */
  public String loginAgain() {
    return "Log out of every session and in again, or reboot";
  }

  /** Starts the user's service manager anew, since it keeps the groups it was started with. */
  public String restartUserManager() {
    return "sudo loginctl terminate-user "
        + user()
        + " (ends all your sessions), then log in again";
  }

  /** Starts a system service now and at every boot. */
  public String startService(String name) {
    return systemd ? "sudo systemctl enable --now " + name : "sudo service " + name + " start";
  }

  /** Starts a system service anew. */
  public String restartService(String name) {
    return systemd ? "sudo systemctl restart " + name : "sudo service " + name + " restart";
  }

  /** Sets an SELinux boolean for good. */
  public String setBoolean(String name) {
    return "sudo setsebool -P " + name + " on";
  }

  /** Gives a device node to a group for good. */
  public String giveToGroup(String subsystem, String kernelName, String group) {
    return "echo 'SUBSYSTEM==\""
        + subsystem
        + "\", KERNEL==\""
        + kernelName
        + "\", GROUP=\""
        + group
        + "\", MODE=\"0660\"' | sudo tee /etc/udev/rules.d/70-hearth-"
        + subsystem
        + ".rules && sudo udevadm control --reload-rules && sudo udevadm trigger";
  }
}
