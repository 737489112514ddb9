/** Documents to vectors. */
@NullMarked
package dev.icp.internal.vectors;

import org.jspecify.annotations.NullMarked;
