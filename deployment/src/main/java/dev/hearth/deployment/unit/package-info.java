/** Texts of units, as systemd and Podman's generator read them, with the place of every setting. */
@NullMarked
package dev.hearth.deployment.unit;

import org.jspecify.annotations.NullMarked;
