package dev.hearth.inference.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the native runtime logs, handed to this program instead of standard error. The runtime has
 * one environment for a process, which the first who asks for it shapes: so it is made here, with a
 * function of ours that gets every message, before the Java binding asks for it and is given the
 * same. The function lives as long as the process, and sessions that open at the same time are told
 * apart by the names that they are given.
 */
final class RuntimeLog {
  private static final Logger LOG = System.getLogger(RuntimeLog.class.getName());

  /** Any version since the first with these functions does: the table only grows at its end. */
  private static final int API_VERSION = 20;

  private static final int API_GET_ERROR_MESSAGE = 2;
  private static final int API_CREATE_ENVIRONMENT_WITH_LOGGER = 4;
  private static final int API_FUNCTIONS = 5;

  private static final int VERBOSE = 0;
  private static final int ERROR = 3;

  /** Longer messages are cut; a name in native memory is not trusted to end. */
  private static final int LONGEST = 1 << 16;

  private static final Map<String, PlacementLog> OPENING = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT = new AtomicLong();

  private static volatile boolean installed;
  private static volatile Trouble last = new Trouble(0, "");

  private RuntimeLog() {}

  /**
   * The last error that belongs to no session, as those of a device do.
   *
   * @param atNanos by the clock of {@link System#nanoTime}
   */
  private record Trouble(long atNanos, String message) {}

  /** Listens to one session while it opens. */
  static final class Listening implements AutoCloseable {
    private final String name = "hearth-" + NEXT.incrementAndGet();
    private final PlacementLog placements = new PlacementLog();

    private Listening() {
      OPENING.put(name, placements);
    }

    /** What the session must be called for its messages to come here. */
    String name() {
      return name;
    }

    PlacementLog placements() {
      return placements;
    }

    @Override
    public void close() {
      OPENING.remove(name);
    }
  }

  static Listening listen() {
    return new Listening();
  }

  /** Whether messages come here; without it nobody knows where nodes went. */
  static boolean installed() {
    return installed;
  }

  /** The last error outside of any session, if it came since. */
  static Optional<String> troubleSince(long nanoTime) {
    Trouble trouble = last;
    return trouble.message().isEmpty() || trouble.atNanos() - nanoTime < 0
        ? Optional.empty()
        : Optional.of(trouble.message());
  }

  /**
   * Makes the runtime's environment. Where that fails the runtime logs to standard error as ever.
   *
   * @param core the file of ONNX Runtime that the Java binding is going to load
   */
  static synchronized void install(Path core) {
    if (installed) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment api = api(SymbolLookup.libraryLookup(core, Arena.global()));
      if (api.address() == 0) {
        LOG.log(Level.WARNING, "{0} is older than its interface {1}", core, API_VERSION);
        return;
      }
      createEnvironment(api.reinterpret(API_FUNCTIONS * ADDRESS.byteSize()), arena);
    } catch (IllegalArgumentException cannotLoad) {
      LOG.log(Level.DEBUG, "The runtime cannot be listened to: {0}", cannotLoad.getMessage());
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException("a native call failed", thrown);
    }
  }

  private static MemorySegment api(SymbolLookup library) throws Throwable {
    MethodHandle base =
        handle(library.findOrThrow("OrtGetApiBase"), FunctionDescriptor.of(ADDRESS));
    MemorySegment functions = ((MemorySegment) base.invokeExact()).reinterpret(ADDRESS.byteSize());
    MethodHandle getApi =
        handle(functions.get(ADDRESS, 0), FunctionDescriptor.of(ADDRESS, JAVA_INT));
    return (MemorySegment) getApi.invokeExact(API_VERSION);
  }

  private static void createEnvironment(MemorySegment api, Arena arena) throws Throwable {
    MethodHandle create =
        handle(
            api.getAtIndex(ADDRESS, API_CREATE_ENVIRONMENT_WITH_LOGGER),
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
    // One reference is never given back, so the environment outlives every session.
    MemorySegment status =
        (MemorySegment)
            create.invokeExact(
                receiver(),
                MemorySegment.NULL,
                ERROR,
                arena.allocateFrom("hearth"),
                arena.allocate(ADDRESS));
    installed = status.address() == 0;
    if (!installed) {
      MethodHandle words =
          handle(
              api.getAtIndex(ADDRESS, API_GET_ERROR_MESSAGE),
              FunctionDescriptor.of(ADDRESS, ADDRESS));
      String message = text((MemorySegment) words.invokeExact(status));
      LOG.log(Level.WARNING, "The runtime cannot be listened to: {0}", message);
    }
  }

  private static MethodHandle handle(MemorySegment function, FunctionDescriptor shape) {
    return Linker.nativeLinker().downcallHandle(function, shape);
  }

  /** {@code void (parameter, severity, category, log id, code location, message)}. */
  private static MemorySegment receiver() throws ReflectiveOperationException {
    MethodType type =
        MethodType.methodType(
            void.class,
            MemorySegment.class,
            int.class,
            MemorySegment.class,
            MemorySegment.class,
            MemorySegment.class,
            MemorySegment.class);
    return Linker.nativeLinker()
        .upcallStub(
            MethodHandles.lookup().findStatic(RuntimeLog.class, "receive", type),
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
            Arena.global());
  }

  /** Called by native code on any thread; what it throws would end the process. */
  @SuppressWarnings("unused") // by the stub
  private static void receive(
      MemorySegment parameter,
      int severity,
      MemorySegment category,
      MemorySegment logId,
      MemorySegment location,
      MemorySegment message) {
    try {
      if (severity == VERBOSE) {
        // Thousands a session, of which those that begin with a blank may be on placement.
        if (!OPENING.isEmpty() && firstByte(message) == ' ') {
          Optional.ofNullable(OPENING.get(text(logId))).ifPresent(log -> log.read(text(message)));
        }
      } else if (severity >= ERROR) {
        error(text(logId), text(message));
      }
    } catch (Throwable _) {
      // Nobody there to be told.
    }
  }

  private static void error(String logId, String message) {
    if (logId.startsWith("hearth-")) {
      // The call that caused it ends with an exception that says the same.
      LOG.log(Level.DEBUG, message);
    } else {
      last = new Trouble(System.nanoTime(), message);
      LOG.log(Level.WARNING, message);
    }
  }

  private static byte firstByte(MemorySegment text) {
    return text.address() == 0 ? 0 : text.reinterpret(1).get(JAVA_BYTE, 0);
  }

  private static String text(MemorySegment text) {
    if (text.address() == 0) {
      return "";
    }
    MemorySegment bytes = text.reinterpret(LONGEST);
    int length = 0;
    while (length < LONGEST && bytes.get(JAVA_BYTE, length) != 0) {
      length++;
    }
    return new String(
        bytes.asSlice(0, length).toArray(JAVA_BYTE), java.nio.charset.StandardCharsets.UTF_8);
  }
}
