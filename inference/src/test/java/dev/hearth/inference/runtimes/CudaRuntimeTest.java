package dev.hearth.inference.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.RuntimeLibraries;
import dev.hearth.inference.store.FreeSpace;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.Command;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaRuntimeTest {
  @TempDir Path home;
  @TempDir Path system;

  private final List<Command> started = new ArrayList<>();
  private byte[] provider = TinyLibrary.x86().needs("libcudart.so.12", "libcuda.so.1").bytes();

  private RuntimeStore store() {
    return new RuntimeStore(
        home.resolve("runtimes"),
        new RuntimeSurroundings(
            command -> {
              started.add(command);
              return TinyPackages.gets(command, TinyPackages.cudaJar(provider));
            },
            new Machine(FileTree.under(system)),
            "/opt/cuda/lib64",
            FreeSpace.OF_DISK,
            InstantSource.system()),
        TinyPackages.catalogue(provider));
  }

  private void has(String library) {
    TinyPackages.write(system.resolve(library.substring(1)), TinyLibrary.x86().bytes());
  }

  private Problem refused() {
    return RuntimeStoreTest.problem(
        () -> store().install(Provider.CUDA, Optional.empty(), Progress.NONE));
  }

  @Test
  void isRefusedBeforeItsLargePackageIsFetchedWhereItsLibrariesAreMissing() {
    has("/usr/lib64/libcudart.so.13");

    Problem problem = refused();

    assertThat(problem.what())
        .endsWith("onnxruntime_gpu:1.29.0 needs: libcudart.so.12, libcuda.so.1");
    assertThat(problem.remedy())
        .isEqualTo(
            "Install the NVIDIA driver. Install these packages of Debian (non-free), Ubuntu or"
                + " NVIDIA's repository: libcudart12. Where the libraries lie elsewhere, set"
                + " LD_LIBRARY_PATH to their folder.");
    assertThat(started).isEmpty();
    assertThat(store().states(false)).contains(new RuntimeState.Absent(Provider.CUDA, problem));
  }

  @Test
  void isInstalledWhereTheyAreFound() {
    has("/opt/cuda/lib64/libcudart.so.12");
    has("/usr/lib/x86_64-linux-gnu/libcuda.so.1");

    InstalledRuntime runtime = store().install(Provider.CUDA, Optional.empty(), Progress.NONE);

    Path folder = home.resolve("runtimes/cuda");
    assertThat(runtime.libraries())
        .isEqualTo(
            new RuntimeLibraries(
                Provider.CUDA,
                folder.resolve("libonnxruntime.so"),
                Optional.of(folder.resolve("libonnxruntime4j_jni.so")),
                Optional.empty()));
    assertThat(RuntimeStoreTest.files(folder))
        .containsExactly(
            "libonnxruntime.so",
            "libonnxruntime4j_jni.so",
            "libonnxruntime_providers_cuda.so",
            "manifest.json");
    assertThat(started.getFirst().argv())
        .startsWith("mvn")
        .contains("-Dartifact=com.microsoft.onnxruntime:onnxruntime_gpu:1.29.0");
  }

  @Test
  void isTakenBackWhereTheLibraryItselfNeedsMoreThanWasKnown() {
    provider = TinyLibrary.x86().needs("libcudart.so.12", "libcufft.so.11").bytes();
    has("/opt/cuda/lib64/libcudart.so.12");
    has("/usr/lib/x86_64-linux-gnu/libcuda.so.1");

    assertThat(refused().evidence())
        .isEqualTo("libonnxruntime_providers_cuda.so is linked to libcufft.so.11");
    assertThat(RuntimeStoreTest.files(home.resolve("runtimes"))).isEmpty();
  }
}
