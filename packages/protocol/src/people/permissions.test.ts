import { expect, test } from "vitest";
import { newCompanyId, newUserId } from "../ids.ts";
import type { Act, Caller, Permission, Subject } from "./permissions.ts";
import { acts, mayAct, needsFourEyes, permissions, reachOf } from "./permissions.ts";
import type { Role } from "./roles.ts";
import { clientRoles, operatorRoles, organizationOf, roles } from "./roles.ts";

const ownCompany = newCompanyId();

function caller(role: Role): Caller {
  return { user: newUserId(), company: ownCompany, role };
}

function somebody(subject: Partial<Subject> = {}): Subject {
  return { company: newCompanyId(), kind: "client", user: newUserId(), ...subject };
}

test("a role belongs to one kind of organization", () => {
  expect(clientRoles.map(organizationOf)).toEqual(["client", "client"]);
  expect(operatorRoles.map(organizationOf)).toEqual(["operator", "operator", "operator"]);
});

test("no role of a client reaches beyond its company, and none of the operator's is bound to one", () => {
  for (const act of acts) {
    for (const role of clientRoles) {
      expect(reachOf(role, act), `${role} ${act}`).not.toContain("clients");
      expect(reachOf(role, act), `${role} ${act}`).not.toContain("operator");
    }
    for (const role of operatorRoles) expect(reachOf(role, act), `${role} ${act}`).not.toContain("company");
  }
});

test("a plain user does nothing to anybody else, whatever the act", () => {
  const user = caller("user");
  for (const act of acts) expect(mayAct(user, act, somebody({ company: ownCompany })), act).toBe(false);
});

test("an administrator does nothing to another company", () => {
  const administrator = caller("administrator");
  for (const act of acts) expect(mayAct(administrator, act, somebody()), act).toBe(false);
});

test("an auditor changes nothing but what is their own", () => {
  const auditor = caller("auditor");
  const changing = acts.filter((act) => mayAct(auditor, act, somebody()));
  expect(changing.every((act) => act.endsWith(".read"))).toBe(true);
});

test("what is never about oneself is refused about oneself, and allowed about a colleague", () => {
  const administrator = caller("administrator");
  const themselves = { company: ownCompany, kind: "client", user: administrator.user } as const;
  const notOneself = acts.filter((act) => {
    const permission: Permission = permissions[act];
    return permission.notOneself === true;
  });
  expect(notOneself).toContain("device.approve");
  for (const act of notOneself) {
    expect(mayAct(administrator, act, themselves), act).toBe(false);
    const colleague = somebody({ company: ownCompany });
    expect(mayAct(administrator, act, colleague), act).toBe(reachOf("administrator", act).length > 0);
  }
});

test("what stops something never needs two", () => {
  const stopping: Act[] = [
    ...(["company.stop", "user.freeze", "user.remove", "administrator.end"] as const),
    ...(["invitation.revoke", "device.deactivate", "computer.revoke"] as const),
    ...(["company.end-devices", "portal.end", "operator-keys.revoke"] as const),
  ];
  expect(stopping.filter(needsFourEyes)).toEqual([]);
});

test("the operator's own company is stopped as a whole by nobody, nor are all of its phones deactivated at once", () => {
  for (const act of ["company.stop", "company.end-devices"] as const)
    for (const role of operatorRoles)
      expect(mayAct(caller(role), act, { company: ownCompany, kind: "operator" }), role).toBe(false);
});

test.each([
  ["user.freeze", "user.read"],
  ["device.deactivate", "device.read"],
  ["computer.revoke", "computer.read"],
  ["invitation.revoke", "invitation.read"],
  ["company.stop", "company.read"],
  ["company.end-devices", "company.read"],
  ["operator-keys.revoke", "operator-keys.read"],
  ["proposal.read", "company.read"],
] as const)("whom somebody may do %s to they find by %s", (stops, finds) => {
  for (const role of roles) {
    const own = caller(role);
    const subjects = [
      somebody({ user: own.user }),
      somebody({ company: ownCompany, kind: organizationOf(role) }),
      somebody(),
      somebody({ kind: "operator" }),
    ];
    for (const subject of subjects)
      if (mayAct(own, stops, subject)) expect(mayAct(own, finds, subject), role).toBe(true);
  }
});

test("each act is somebody's", () => {
  for (const act of acts)
    expect(
      roles.some((role) => reachOf(role, act).length > 0),
      act,
    ).toBe(true);
});
