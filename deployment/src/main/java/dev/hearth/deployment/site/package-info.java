/** Finds how services are set up on this machine. */
@NullMarked
package dev.hearth.deployment.site;

import org.jspecify.annotations.NullMarked;
