/** Mantine's parts in our colours: each is a token, so that it holds in both schemes (styles/mantine-tokens.css has the rest). */
import {
  createTheme,
  Modal,
  NativeSelect,
  Textarea,
  TextInput,
  type VariantColorResolverResult,
  type VariantColorsResolver,
} from "@mantine/core";

function tokensOf(variant: string, color: string): VariantColorResolverResult {
  const tone = color === "danger" ? "danger" : "accent";
  switch (variant) {
    case "filled":
      return {
        background: `var(--${tone})`,
        hover: `var(--${tone}-strong)`,
        color: `var(--on-${tone})`,
        border: "var(--border-none)",
      };
    case "light":
      return {
        background: `var(--${tone}-soft)`,
        hover: "var(--sunken)",
        color: `var(--${tone})`,
        border: "var(--border-none)",
      };
    case "outline":
      return {
        background: "var(--raised)",
        hover: `var(--${tone}-soft)`,
        color: `var(--${tone})`,
        border: `var(--border-${tone})`,
      };
    case "default":
      return {
        background: "var(--raised)",
        hover: "var(--sunken)",
        color: "var(--ink)",
        border: "var(--border-edge)",
      };
    default:
      return {
        background: "transparent",
        hover: "var(--sunken)",
        color: `var(--${tone})`,
        border: "var(--border-none)",
      };
  }
}

const variantColorResolver: VariantColorsResolver = ({ variant, color = "accent" }) =>
  tokensOf(variant, color);

export const theme = createTheme({
  variantColorResolver,
  respectReducedMotion: true,
  focusRing: "auto",
  components: {
    // What locks scrolling would write a style element: styles/dialog.css does it.
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        overlayProps: { color: "#000", backgroundOpacity: 0.45 },
        transitionProps: { duration: 150, transition: "fade" },
      },
    }),
    TextInput: TextInput.extend({ defaultProps: { size: "md" } }),
    Textarea: Textarea.extend({ defaultProps: { size: "md" } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: "md" } }),
  },
});
