package dev.hearth.cli.report;

import dev.hearth.machine.accelerator.Details;

/** What only one vendor's accelerators have. */
final class DetailsJson {
  private DetailsJson() {}

  static void write(Facts facts, Details details) {
    switch (details) {
      case Details.Amd amd -> amd(facts, amd);
      case Details.Nvidia nvidia -> nvidia(facts, nvidia);
      case Details.Intel intel ->
          facts
              .put("type", "intel")
              .put("generation", intel.generation())
              .put("max_clock_mhz", intel.maxClockMhz());
      case Details.Mali mali ->
          facts
              .put("type", "mali")
              .put("model", mali.model())
              .put("libmali", mali.libmali())
              .put("csf_firmware", mali.csfFirmware())
              .put("csf", mali.csf());
      case Details.Rockchip rockchip ->
          facts
              .put("type", "rockchip")
              .put("soc", rockchip.soc())
              .put("compatible", rockchip.compatible())
              .put("driver_version", rockchip.driverVersion())
              .put("cores", rockchip.cores());
      case Details.Wsl wsl ->
          facts
              .put("type", "wsl")
              .put("adapter", wsl.adapter())
              .put("cuda_library", wsl.cudaLibrary())
              .put("driver_version", wsl.driverVersion())
              .put("rocm_bridge", wsl.rocmBridge());
      case Details.None _ -> facts.put("type", "none");
    }
  }

  private static void amd(Facts facts, Details.Amd amd) {
    facts
        .put("type", "amd")
        .put("gfx_source", SurveyJson.word(amd.gfxSource()))
        .put("kfd_node", amd.kfdNode())
        .put("gpu_id", amd.gpuId().map(Long::toUnsignedString))
        .put("unique_id", amd.uniqueId().map(Long::toUnsignedString))
        .part(
            "partition",
            amd.partition(),
            (inner, partition) ->
                inner
                    .put("index", partition.index())
                    .put("count", partition.count())
                    .put("compute", partition.compute())
                    .put("memory", partition.memory()))
        .put("mec_firmware", amd.mecFirmware())
        .put("wavefront", amd.wavefront());
  }

  private static void nvidia(Facts facts, Details.Nvidia nvidia) {
    facts
        .put("type", "nvidia")
        .put("module_version", nvidia.moduleVersion())
        .put("open_module", nvidia.openModule())
        .put("library_version", nvidia.libraryVersion())
        .put("cuda_version", nvidia.cudaVersion())
        .put("minor", nvidia.minor())
        .put("uuid", nvidia.uuid())
        .put("mig", nvidia.mig())
        .put("nvml", nvidia.nvml())
        .put("jetson", nvidia.jetson());
  }
}
