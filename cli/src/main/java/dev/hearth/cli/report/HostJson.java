package dev.hearth.cli.report;

import dev.hearth.machine.host.Account;
import dev.hearth.machine.host.Engines;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.host.VulkanDrivers;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The computer around the accelerators. */
final class HostJson {
  private HostJson() {}

  static void write(Facts facts, Host host) {
    facts
        .object(
            "system",
            host.system(),
            (inner, system) ->
                inner
                    .put("kernel", system.kernel())
                    .put("architecture", system.architecture())
                    .put("distribution", system.distribution())
                    .put("like", system.relatives())
                    .put("version", system.version())
                    .put("name", system.prettyName())
                    .put("wsl", system.wsl())
                    .put("container", system.container().asOptional())
                    .put("hypervisor", system.hypervisor().asOptional()))
        .object(
            "processor",
            host.processor(),
            (inner, processor) ->
                inner
                    .put("model", processor.model())
                    .put("threads", processor.threads())
                    .put("features", List.copyOf(new TreeSet<>(processor.features()))))
        .object(
            "memory",
            host.memory(),
            (inner, memory) ->
                inner
                    .put("total_bytes", memory.total())
                    .put("available_bytes", memory.available())
                    .put("swap_bytes", memory.swap()))
        .list(
            "disks",
            host.disks().places(),
            (inner, place) ->
                inner
                    .put("purpose", SurveyJson.word(place.purpose()))
                    .put("path", place.path())
                    .put("free_bytes", place.space().map(space -> space.freeBytes()))
                    .put("total_bytes", place.space().map(space -> space.totalBytes())))
        .object("account", host.account(), HostJson::account)
        .object(
            "security",
            host.security(),
            (inner, security) ->
                inner
                    .put("selinux", SurveyJson.word(security.selinux()))
                    .put("selinux_booleans", new TreeMap<>(security.booleans()))
                    .put("apparmor", security.apparmor()))
        .object("engines", host.engines(), HostJson::engines)
        .list(
            "cdi",
            host.cdi().files(),
            (inner, file) ->
                inner
                    .put("path", file.path())
                    .put("kind", file.kind())
                    .put("devices", file.devices())
                    .put("missing", file.missing())
                    .put("driver_version", file.driverVersion())
                    .put("trouble", file.trouble()))
        .object(
            "services",
            host.services(),
            (inner, services) ->
                inner
                    .put("systemd", services.systemd())
                    .put("user_manager", services.userManager())
                    .put("lingering", services.lingering())
                    .put("cgroup_version", services.cgroupVersion()))
        .object("vulkan", host.vulkan(), HostJson::vulkan);
  }

  private static void account(Facts facts, Account account) {
    facts
        .put("uid", account.uid())
        .put("name", account.name())
        .put("home", account.home())
        .put("groups_now", account.groupsNow().map(HostJson::sorted))
        .put("groups_on_disk", account.groupsOnDisk().map(HostJson::sorted))
        .put("manager_groups", account.managerGroups().map(HostJson::sorted))
        .list(
            "groups",
            account.groups(),
            (inner, group) -> inner.put("name", group.name()).put("gid", group.gid()));
  }

  private static <T extends Comparable<T>> List<T> sorted(Set<T> values) {
    return List.copyOf(new TreeSet<>(values));
  }

  private static void engines(Facts facts, Engines engines) {
    facts
        .part(
            "podman",
            engines.podman(),
            (inner, podman) ->
                inner
                    .put("path", podman.path())
                    .put("version", podman.version())
                    .put("rootless", podman.rootless())
                    .put("runtime", podman.runtime())
                    .put("subordinate_ids", podman.subordinateIds()))
        .part(
            "docker",
            engines.docker(),
            (inner, docker) ->
                inner
                    .put("path", docker.path())
                    .put("version", docker.version())
                    .put("running", docker.running())
                    .put("rootless", docker.rootless())
                    .put("desktop", docker.desktop())
                    .put("runtimes", docker.runtimes().map(HostJson::sorted))
                    .put("cdi", docker.cdi())
                    .put("access", docker.access())
                    .put("compose", docker.compose()))
        .put("nerdctl", engines.nerdctl())
        .put("kubernetes", engines.kubernetes())
        .put("nvidia_toolkit", engines.nvidiaToolkit());
  }

  private static void vulkan(Facts facts, VulkanDrivers vulkan) {
    facts
        .put("loader", vulkan.loader())
        .list(
            "drivers",
            vulkan.drivers(),
            (inner, driver) ->
                inner
                    .put("manifest", driver.manifest())
                    .put("library", driver.library())
                    .put("library_found", driver.libraryFound())
                    .put("api_version", driver.apiVersion())
                    .put("version", driver.version())
                    .put("kernel_drivers", driver.kernelDrivers())
                    .put("software", driver.software()));
  }
}
