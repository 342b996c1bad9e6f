@NullMarked
package dev.hearth.deployment.edit;

import org.jspecify.annotations.NullMarked;
