/** Looks through a finished output, and makes a page of what is found. */
@NullMarked
package dev.icp.formats.internal.inspect;

import org.jspecify.annotations.NullMarked;
