package dev.hearth.server.http;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A request that has arrived whole.
 *
 * @param path without the query
 * @param body direct memory, valid until the endpoint has answered
 */
public record Request(
    String method,
    String path,
    Optional<String> contentType,
    Optional<String> accept,
    ByteBuffer body) {}
