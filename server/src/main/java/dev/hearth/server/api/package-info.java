/** What each path answers: the engine's values between the wire's words and the HTTP server. */
@NullMarked
package dev.hearth.server.api;

import org.jspecify.annotations.NullMarked;
