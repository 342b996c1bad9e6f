/** Turns plans into files: Quadlet, Compose, command lines, systemd, Kubernetes. Pure. */
@NullMarked
package dev.hearth.deployment.render;

import org.jspecify.annotations.NullMarked;
