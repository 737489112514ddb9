/** Contexts to the files that trainers read. */
@NullMarked
package dev.icp.formats.internal.output;

import org.jspecify.annotations.NullMarked;
