/** {@code icp compare}: two outputs of one corpus beside each other. */
@NullMarked
package dev.icp.cli.compare;

import org.jspecify.annotations.NullMarked;
