/** Podman, Docker and systemd: starts, stops and asks services. */
@NullMarked
package dev.hearth.deployment.manager;

import org.jspecify.annotations.NullMarked;
