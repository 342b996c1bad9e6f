package dev.hearth.cli;

import dev.hearth.inference.engine.Computing;
import dev.hearth.inference.runtime.OnnxSessions;
import java.nio.file.Path;

/**
 * The native runtime of this process, and the devices that it computes on.
 *
 * @param version of the runtime and where it came from, for people
 * @param libraries where all native libraries lie or are put, once
 */
record Loaded(OnnxSessions sessions, Computing computing, String version, Path libraries) {}
