@NullMarked
package dev.hearth.deployment.transaction;

import org.jspecify.annotations.NullMarked;
