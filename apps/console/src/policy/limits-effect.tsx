/** What limits do, in numbers of companies. */
import type { PolicyLimits } from "@mtoken/protocol/people";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../api/people-api.ts";
import { formats, messages } from "../language/catalogue.ts";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { Problem } from "../parts/problem.tsx";

export function LimitsEffect({ limits }: { limits: PolicyLimits }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["limits-effect", limits],
    queryFn: () => api.previewLimits(limits),
    placeholderData: keepPreviousData,
  });
  const words = messages.limits;
  if (error !== null) return <Problem error={error} onAgain={() => void refetch()} />;
  if (data === undefined) return <Loading lines={2} />;
  const { companies, held_back, freed } = data;
  const total = new Intl.NumberFormat(formats).format(companies);
  return (
    <Notice tone={held_back > 0 ? "warn" : "quiet"}>
      <p>{words.held({ count: held_back, total })}</p>
      {freed > 0 && <p>{words.freed({ count: freed })}</p>}
    </Notice>
  );
}
