/** A real Debian machine (systemd, Podman, Docker) for end-to-end tests. */
@NullMarked
package dev.hearth.testhost;

import org.jspecify.annotations.NullMarked;
