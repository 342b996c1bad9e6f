package dev.hearth.planning.remedy;

/** What can be missing, and what each distribution calls it. */
public enum Software {
  PODMAN("podman", "podman", "podman", "podman", "virtualisation.podman.enable = true;", "podman"),
  /** Docker's daemon with Compose; Fedora's is named as the project it is built of. */
  DOCKER(
      "docker.io",
      "moby-engine docker-compose",
      "docker docker-compose",
      "docker docker-compose",
      "virtualisation.docker.enable = true;",
      "docker docker-cli-compose"),
  COMPOSE(
      "docker-compose",
      "docker-compose",
      "docker-compose",
      "docker-compose",
      "environment.systemPackages = [ pkgs.docker-compose ];",
      "docker-cli-compose"),
  CRUN("crun", "crun", "crun", "crun", "virtualisation.podman.enable = true;", "crun"),
  UIDMAP(
      "uidmap",
      "shadow-utils",
      "shadow",
      "shadow",
      "virtualisation.podman.enable = true;",
      "shadow-uidmap"),
  VULKAN_LOADER(
      "libvulkan1",
      "vulkan-loader",
      "vulkan-icd-loader",
      "libvulkan1",
      "hardware.graphics.enable = true;",
      "vulkan-loader"),
  VULKAN_AMD(
      "mesa-vulkan-drivers",
      "mesa-vulkan-drivers",
      "vulkan-radeon",
      "libvulkan_radeon",
      "hardware.graphics.enable = true;",
      "mesa-vulkan-ati"),
  VULKAN_INTEL(
      "mesa-vulkan-drivers",
      "mesa-vulkan-drivers",
      "vulkan-intel",
      "libvulkan_intel",
      "hardware.graphics.enable = true;",
      "mesa-vulkan-intel"),
  AMD_FIRMWARE(
      "firmware-amd-graphics",
      "amd-gpu-firmware",
      "linux-firmware-amdgpu",
      "kernel-firmware-amdgpu",
      "hardware.enableRedistributableFirmware = true;",
      "linux-firmware-amdgpu"),
  NVIDIA_DRIVER(
      "nvidia-driver",
      "akmod-nvidia",
      "nvidia-open",
      "nvidia-open-driver-G06-signed-kmp-default",
      "services.xserver.videoDrivers = [ \"nvidia\" ];",
      ""),
  NVIDIA_TOOLKIT(
      "nvidia-container-toolkit",
      "nvidia-container-toolkit",
      "nvidia-container-toolkit",
      "nvidia-container-toolkit",
      "hardware.nvidia-container-toolkit.enable = true;",
      "");

  private final String apt;
  private final String dnf;
  private final String pacman;
  private final String zypper;
  private final String nix;
  private final String apk;

  Software(String apt, String dnf, String pacman, String zypper, String nix, String apk) {
    this.apt = apt;
    this.dnf = dnf;
    this.pacman = pacman;
    this.zypper = zypper;
    this.nix = nix;
    this.apk = apk;
  }

  /** Its name there; empty where it does not exist there. */
  String name(Packaging packaging) {
    return switch (packaging) {
      case APT, OTHER -> apt;
      case DNF, OSTREE -> dnf;
      case PACMAN -> pacman;
      case ZYPPER -> zypper;
      case NIX -> nix;
      case APK -> apk;
    };
  }
}
