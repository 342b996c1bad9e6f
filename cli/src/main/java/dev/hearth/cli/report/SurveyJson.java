package dev.hearth.cli.report;

import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.PciIdentity;
import dev.hearth.machine.host.Account;
import dev.hearth.machine.survey.Survey;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A survey as the document {@code hearth.machine/1}; docs/schema/hearth.machine-1.schema.json. */
public final class SurveyJson {
  /** The name of the format; a change that breaks readers counts up. */
  public static final String SCHEMA = "hearth.machine/1";

  private SurveyJson() {}

  /**
   * The whole document.
   *
   * @param backends for each accelerator, what can compute on it
   * @param devices what the Vulkan drivers offer, where they were loaded
   */
  public static Map<String, @Nullable Object> of(
      Survey survey,
      String version,
      Function<Accelerator, List<BackendLine>> backends,
      Optional<Reading<List<PhysicalDevice>>> devices) {
    Facts facts =
        Facts.document()
            .put("schema", SCHEMA)
            .put("hearth", version)
            .object("host", survey.host(), HostJson::write)
            .list(
                "accelerators",
                survey.accelerators(),
                (inner, each) ->
                    accelerator(inner, each, survey.host().account(), backends.apply(each)));
    devices.ifPresent(found -> vulkan(facts, found));
    return facts.finish();
  }

  private static void accelerator(
      Facts facts, Accelerator each, Account account, List<BackendLine> backends) {
    facts
        .put("id", each.id())
        .put("kind", word(each.kind()))
        .put("vendor", word(each.vendor()))
        .put("name", each.name())
        .put("architecture", each.architecture())
        .put("form", each.form().map(SurveyJson::word))
        .put("driver", each.driver())
        .put("compute_units", each.computeUnits());
    each.pci()
        .ifPresentOrElse(
            pci -> facts.object("pci", pci, SurveyJson::pci),
            () -> facts.put("pci", (Object) null));
    facts
        .object(
            "memory",
            each.memory(),
            (inner, memory) ->
                inner
                    .put("dedicated_bytes", memory.dedicated())
                    .put("dedicated_used_bytes", memory.dedicatedUsed())
                    .put("shared_bytes", memory.shared())
                    .put("shared_used_bytes", memory.sharedUsed())
                    .put("visible_bytes", memory.visible()))
        .list("nodes", each.nodes(), (inner, node) -> node(inner, node, account))
        .list(
            "backends",
            backends,
            (inner, backend) ->
                inner
                    .put("backend", backend.backend())
                    .put("usable", backend.usable())
                    .put("because", backend.because())
                    .put("remedy", backend.remedy()))
        .object("details", each.details(), DetailsJson::write);
  }

  private static void vulkan(Facts facts, Reading<List<PhysicalDevice>> devices) {
    switch (devices) {
      case Reading.Unknown<List<PhysicalDevice>> _ -> facts.put("vulkan_devices", devices);
      case Reading.Known<List<PhysicalDevice>>(List<PhysicalDevice> found) ->
          facts.list(
              "vulkan_devices",
              found,
              (inner, device) ->
                  inner
                      .put("name", device.name())
                      .put("type", word(device.type()))
                      .put("vendor_id", hex(device.vendorId(), 4))
                      .put("device_id", hex(device.deviceId(), 4))
                      .put("api_version", device.apiVersion())
                      .put("driver", device.driverName())
                      .put("driver_version", device.driverVersion())
                      .put("pci", device.pci().map(PciAddress::toString))
                      .list(
                          "heaps",
                          device.heaps(),
                          (heapFacts, heap) ->
                              heapFacts
                                  .put("bytes", heap.sizeBytes())
                                  .put("device_local", heap.deviceLocal())));
    }
  }

  private static void pci(Facts facts, PciIdentity pci) {
    facts
        .put("address", pci.address().toString())
        .put("vendor_id", hex(pci.vendorId(), 4))
        .put("device_id", hex(pci.deviceId(), 4))
        .put("class", pci.classCode().map(code -> hex(code, 6)))
        .put("revision", pci.revision().map(code -> hex(code, 2)))
        .put("subsystem_vendor_id", pci.subsystemVendorId().map(code -> hex(code, 4)))
        .put("subsystem_device_id", pci.subsystemDeviceId().map(code -> hex(code, 4)))
        .put("link_width", pci.linkWidth())
        .put("link_speed", pci.linkSpeed());
  }

  private static void node(Facts facts, DeviceNode node, Account account) {
    facts
        .put("path", node.path())
        .put("role", word(node.role()))
        .put("present", node.present())
        .put("mode", node.status().map(FileStatus::octal).asOptional())
        .put("uid", node.status().map(FileStatus::uid).asOptional())
        .put("gid", node.status().map(FileStatus::gid).asOptional())
        .put("group", node.status().asOptional().flatMap(at -> account.groupName(at.gid())))
        .put("readable", node.access().map(access -> access.read()).asOptional())
        .put("writable", node.access().map(access -> access.write()).asOptional());
  }

  /** A constant as JSON has it. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String hex(int value, int digits) {
    return String.format(Locale.ROOT, "0x%0" + digits + "x", value);
  }
}
