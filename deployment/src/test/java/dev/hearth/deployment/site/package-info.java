@NullMarked
package dev.hearth.deployment.site;

import org.jspecify.annotations.NullMarked;
