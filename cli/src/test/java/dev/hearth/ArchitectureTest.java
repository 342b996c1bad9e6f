package dev.hearth;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Console;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The house rules of ARCHITECTURE.md, over the compiled main classes of all shipped modules. */
class ArchitectureTest {
  private static final JavaClasses HEARTH =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.hearth");

  /** The rooms and the arrows between them. A new arrow is a change here, seen in review. */
  enum Room {
    MACHINE,
    PLANNING(MACHINE),
    DEPLOYMENT(PLANNING, MACHINE),
    EVIDENCE(DEPLOYMENT, PLANNING, MACHINE),
    INFERENCE(MACHINE),
    SERVER(INFERENCE, MACHINE),
    CLI(SERVER, INFERENCE, EVIDENCE, DEPLOYMENT, PLANNING, MACHINE);

    @SuppressWarnings("ImmutableEnumChecker") // Set.of
    private final Set<Room> uses;

    Room(Room... uses) {
      this.uses = Set.of(uses);
    }

    String packages() {
      return "dev.hearth." + name().toLowerCase(java.util.Locale.ROOT) + "..";
    }

    String[] strangers() {
      return Arrays.stream(values())
          .filter(other -> other != this && !uses.contains(other))
          .map(Room::packages)
          .toArray(String[]::new);
    }
  }

  /** Libraries and parts of the JDK that have a door, and the packages that are this door. */
  enum Door {
    ONNX_RUNTIME("ai.onnxruntime..", "dev.hearth.inference.runtime"),
    TOKENIZERS("ai.djl..", "dev.hearth.inference.tokens"),
    NETTY("io.netty..", "dev.hearth.server.http"),
    YAML(
        "org.snakeyaml..",
        "dev.hearth.server.settings",
        "dev.hearth.machine.host",
        "dev.hearth.planning.data",
        "dev.hearth.planning.fit",
        // compose files, with the place of every key
        "dev.hearth.deployment.compose"),
    TAR("org.apache.commons.compress..", "dev.hearth.deployment.bundle"),
    ZSTD("com.github.luben..", "dev.hearth.deployment.bundle"),
    DIFFERENCES("com.github.difflib..", "dev.hearth.deployment.edit"),
    COMMAND_LINE("picocli..", "dev.hearth.cli"),
    LOG_FORMAT("java.util.logging..", "dev.hearth.cli"),
    HTTP_CLIENT(
        "java.net.http..",
        "dev.hearth.inference.store",
        "dev.hearth.deployment.manager",
        // what a service is given to do while it is watched
        "dev.hearth.evidence.workload"),
    IMAGE_IO("javax.imageio..", "dev.hearth.inference.image"),
    JSON(
        "tools.jackson..",
        // configuration files of models and tokenizers, manifests and listings of the store
        "dev.hearth.inference.clip",
        "dev.hearth.inference.text",
        "dev.hearth.inference.tokens",
        "dev.hearth.inference.store",
        "dev.hearth.inference.runtimes",
        // heads of safetensors files
        "dev.hearth.planning.weights",
        // journals and manifests; what Podman and Docker print
        "dev.hearth.deployment.transaction",
        "dev.hearth.deployment.bundle",
        "dev.hearth.deployment.manager",
        "dev.hearth.deployment.site",
        // what goes over the wire, and --json
        "dev.hearth.server.wire",
        "dev.hearth.server.api",
        "dev.hearth.cli");

    private final String library;

    @SuppressWarnings("ImmutableEnumChecker") // only read
    private final String[] users;

    Door(String library, String... users) {
      this.library = library;
      this.users = users;
    }
  }

  @Test
  void everyRoomIsLookedAtAndEveryClassLivesInOne() {
    assertThat(Room.values())
        .allSatisfy(room ->
            assertThat(HEARTH.stream().filter(resideInAPackage(room.packages())))
                .as(room.name())
                .isNotEmpty());
    classes()
        .should()
        .resideInAnyPackage(Arrays.stream(Room.values()).map(Room::packages).toArray(String[]::new))
        .check(HEARTH);
  }

  @Nested
  class Arrows {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLI") // the composition root sees all
    void pointOneWay(Room room) {
      noClasses()
          .that()
          .resideInAPackage(room.packages())
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(room.strangers())
          .check(HEARTH);
    }

    @Test
    void neverFormACycleOfPackages() {
      slices().matching("dev.hearth.(**)").should().beFreeOfCycles().check(HEARTH);
    }

    @Test
    void keepTensorsModelsAndFilesFromTheServer() {
      noClasses()
          .that()
          .resideInAPackage("dev.hearth.server..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.hearth.inference.tensor",
              "dev.hearth.inference.graph",
              "dev.hearth.inference.store",
              "dev.hearth.inference.tokens")
          .check(HEARTH);
    }

    @Test
    void keepTheRuntimeFromTheServerButForTheTicket() {
      noClasses()
          .that()
          .resideInAPackage("dev.hearth.server..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.hearth.inference.runtime")
                  .and(not(describe("Ticket", each -> each.getSimpleName().equals("Ticket")))))
          .check(HEARTH);
    }

    @Test
    void keepSocketsFromTheWire() {
      noClasses()
          .that()
          .resideInAPackage("dev.hearth.server.wire")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.channels..",
              "java.net.http..",
              "io.netty..",
              "dev.hearth.server.http",
              "dev.hearth.server.api")
          .orShould()
          .dependOnClassesThat(named("java.net.Socket", "java.net.ServerSocket"))
          .check(HEARTH);
    }
  }

  @Nested
  class Doors {
    @ParameterizedTest
    @EnumSource
    void areTheOnlyUsersOfTheirLibrary(Door door) {
      noClasses()
          .that()
          .resideOutsideOfPackages(door.users)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(door.library)
          .check(HEARTH);
    }

    @Test
    void startProcessesOnlyInMachine() {
      noClasses()
          .that(not(resideInAPackage("dev.hearth.machine..")))
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ProcessBuilder.class, Process.class, ProcessHandle.class)
          .orShould()
          .accessTargetWhere(calls(Runtime.class, "exec"))
          .check(HEARTH);
    }

    @Test
    void printExitAndReadTheEnvironmentOnlyInCli() {
      noClasses()
          .that(not(resideInAPackage("dev.hearth.cli..")))
          .should()
          .accessTargetWhere(
              calls(System.class, "out", "err", "in", "console", "exit", "getenv")
                  .or(calls(Runtime.class, "exit", "halt", "addShutdownHook")))
          .orShould()
          .accessTargetWhere(
              calls(Throwable.class, "printStackTrace")
                  .and(describe("prints to System.err", ArchitectureTest::withoutArguments)))
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Console.class)
          .check(HEARTH);
    }

    /** System properties are settings by the back door; who needs one says why here. */
    @Test
    void readSystemPropertiesOnlyWhereNothingElseTells() {
      Set<String> allowed =
          Set.of(
              // the launcher tells where it put the program; the greeting names the processor
              "dev.hearth.cli.HearthCommand",
              "dev.hearth.cli.Greeting",
              // os.arch chooses the native library inside a jar; ONNX Runtime's Java binding
              // takes the folder of its libraries by a property and in no other way
              "dev.hearth.inference.runtime.OnnxLibrary",
              "dev.hearth.inference.runtimes.Architecture",
              "dev.hearth.inference.tokens.TokenizerLibrary");
      noClasses()
          .that(not(describe("have a reason", each -> allowed.contains(each.getName()))))
          .should()
          .accessTargetWhere(
              calls(System.class, "getProperty", "setProperty", "getProperties", "clearProperty")
                  .or(calls(Integer.class, "getInteger"))
                  .or(calls(Long.class, "getLong"))
                  .or(calls(Boolean.class, "getBoolean")))
          .check(HEARTH);
    }
  }

  @Nested
  class PureRooms {
    private static final String[] PURE = {
      "dev.hearth.planning..",
      "dev.hearth.deployment.compose",
      "dev.hearth.deployment.edit",
      "dev.hearth.deployment.unit",
      "dev.hearth.server.settings",
      "dev.hearth.server.spelling",
      "dev.hearth.cli.choice"
    };

    @Test
    void touchNoFilesNetworkOrProcesses() {
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.nio.channels..", "java.net.http..", "java.nio.file.attribute")
                  .or(named("java.nio.file.Files", "java.nio.file.FileSystems", "java.net.Socket"))
                  .or(named("java.lang.Process", "java.lang.ProcessBuilder"))
                  .or(named("dev.hearth.machine.CommandRunner"))
                  .or(resideInAPackage("java.io").and(describe("open files", PureRooms::opens))))
          .orShould()
          .accessTargetWhere(calls(java.nio.file.Path.class, "toFile", "toRealPath", "register"))
          .check(HEARTH);
    }

    @Test
    void askNoClock() {
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(named("java.time.Clock", "java.time.InstantSource"))
          .orShould()
          .accessTargetWhere(calls(System.class, "currentTimeMillis", "nanoTime"))
          .orShould()
          .accessTargetWhere(describe("now() of a date or time", ArchitectureTest::asksTheTime))
          .check(HEARTH);
    }

    private static boolean opens(JavaClass type) {
      return type.getSimpleName().startsWith("File")
          || type.getSimpleName().equals("RandomAccessFile");
    }
  }

  @Nested
  class Names {
    private static final Pattern EMPTY_WORD =
        Pattern.compile("utils?|utility|utilities|helpers?|managers?|commons?|impl");

    /** The field's word for what runs a service: systemd is a "system and service manager". */
    private static final String SERVICE_MANAGERS = "dev.hearth.deployment.manager";

    private static final Set<String> NAMING_SERVICE_MANAGERS =
        Set.of("dev.hearth.cli.WishOptions$ManagerNames");

    @Test
    void ofClassesSayWhatTheyAre() {
      assertThat(
              HEARTH.stream()
                  .filter(type -> !type.getPackageName().equals(SERVICE_MANAGERS))
                  .filter(type -> !NAMING_SERVICE_MANAGERS.contains(type.getName()))
                  .filter(type -> words(type).anyMatch(Names::isEmpty)))
          .extracting(JavaClass::getName)
          .isEmpty();
    }

    @Test
    void ofPackagesSayWhatIsInThem() {
      assertThat(packages())
          .filteredOn(name -> !name.equals(SERVICE_MANAGERS))
          .noneMatch(name -> Arrays.stream(name.split("\\.")).anyMatch(Names::isEmpty));
    }

    /** The words of a name in camel case. */
    private static Stream<String> words(JavaClass type) {
      return Arrays.stream(type.getSimpleName().split("(?<=[a-z0-9])(?=[A-Z])"));
    }

    private static boolean isEmpty(String word) {
      return EMPTY_WORD.matcher(word.toLowerCase(java.util.Locale.ROOT)).matches();
    }
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    assertThat(packages())
        .isNotEmpty()
        .allSatisfy(name ->
            assertThat(
                    HEARTH
                        .getPackage(name)
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class)))
                .as(name)
                .contains(true));
  }

  private static Set<String> packages() {
    Set<String> names = new TreeSet<>();
    HEARTH.stream().map(JavaClass::getPackage).map(JavaPackage::getName).forEach(names::add);
    return names;
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    Set<String> wanted = Set.of(names);
    return describe("are " + wanted, type -> wanted.contains(type.getName()));
  }

  /** Use of a member of a class or what extends it, be it called, read or referenced. */
  private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String... members) {
    Set<String> names = Set.of(members);
    return describe(
        owner.getSimpleName() + "." + names,
        access ->
            names.contains(access.getName()) && access.getTargetOwner().isAssignableTo(owner));
  }

  private static boolean withoutArguments(JavaAccess<?> access) {
    return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called
        && called.getRawParameterTypes().isEmpty();
  }

  private static boolean asksTheTime(JavaAccess<?> access) {
    return access.getName().equals("now")
        && access.getTargetOwner().getPackageName().startsWith("java.time");
  }
}
