/* What LLVM-C lacks for renaming: uses of constants, COMDAT groups' names,
   inline assembly's text. Nothing here decides anything; rename.c does. */
#include "llvm/values.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SetVector.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/Comdat.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/GlobalAlias.h>
#include <llvm/IR/GlobalIFunc.h>
#include <llvm/IR/GlobalVariable.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Metadata.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Operator.h>

using namespace llvm;

LLVMValueRef dlw_value_named(LLVMModuleRef m, const char *name, size_t size) {
  StringRef plain(name, size);
  GlobalValue *value = unwrap(m)->getNamedValue(plain);
  return wrap(value ? value : unwrap(m)->getNamedValue(("\1" + plain).str()));
}

const char *dlw_value_object_name(LLVMValueRef value, size_t *size) {
  StringRef name = unwrap<GlobalValue>(value)->getName();
  name.consume_front("\1");
  *size = name.size();
  return name.data();
}

bool dlw_value_add_suffix(LLVMValueRef value, const char *suffix) {
  std::string name = unwrap<GlobalValue>(value)->getName().str() + suffix;
  unwrap<GlobalValue>(value)->setName(name);
  return true;
}

bool dlw_value_is_local(LLVMValueRef value) {
  return unwrap<GlobalValue>(value)->hasLocalLinkage();
}

bool dlw_value_is_definition(LLVMValueRef value) {
  return !unwrap<GlobalValue>(value)->isDeclarationForLinker();
}

bool dlw_value_is_string(LLVMValueRef variable) {
  const auto *v = unwrap<GlobalVariable>(variable);
  const Constant *c = v->hasInitializer() ? v->getInitializer() : nullptr;
  const auto *type = c ? dyn_cast<ArrayType>(c->getType()) : nullptr;
  if (!type || !type->getElementType()->isIntegerTy())
    return false;
  if (c->isNullValue())
    return type->getNumElements() == 1;
  const auto *data = dyn_cast<ConstantDataArray>(c);
  unsigned last = data ? data->getNumElements() - 1 : 0;
  for (unsigned i = 0; data && i < last; i++)
    if (data->getElementAsInteger(i) == 0)
      return false;
  return data && data->getElementByteSize() <= 4 &&
         data->getElementAsInteger(last) == 0;
}

bool dlw_value_is_only_read(LLVMValueRef variable) {
  SmallSetVector<const Value *, 8> addresses;
  addresses.insert(unwrap(variable));
  for (size_t i = 0; i < addresses.size(); i++) {
    const Value *address = addresses[i];
    for (const User *user : address->users()) {
      if (isa<GEPOperator>(user) || isa<BitCastOperator>(user))
        addresses.insert(user);
      else if (const auto *move = dyn_cast<MemTransferInst>(user)) {
        if (move->getRawDest() == address)
          return false;
      } else if (!isa<LoadInst>(user))
        return false;
    }
  }
  return true;
}

const char *dlw_comdat_name(LLVMComdatRef comdat, size_t *size) {
  StringRef name = reinterpret_cast<Comdat *>(comdat)->getName();
  *size = name.size();
  return name.data();
}

/* Constant `c` with `to` for `from`; NULL if it is of a kind that WebAssembly
   does not have. */
static Constant *with(Constant *c, Constant *from, Constant *to) {
  SmallVector<Constant *, 8> operands;
  for (Value *operand : c->operands())
    operands.push_back(operand == from ? to : cast<Constant>(operand));
  if (auto *expression = dyn_cast<ConstantExpr>(c))
    return expression->getWithOperands(operands);
  if (auto *array = dyn_cast<ConstantArray>(c))
    return ConstantArray::get(array->getType(), operands);
  if (auto *structure = dyn_cast<ConstantStruct>(c))
    return ConstantStruct::get(structure->getType(), operands);
  if (isa<ConstantVector>(c))
    return ConstantVector::get(operands);
  if (isa<DSOLocalEquivalent>(c))
    return DSOLocalEquivalent::get(cast<GlobalValue>(to));
  return isa<NoCFIValue>(c) ? NoCFIValue::get(cast<GlobalValue>(to)) : nullptr;
}

static bool keeps_definition(const User *user) {
  return isa<GlobalAlias>(user) || isa<GlobalIFunc>(user) ||
         isa<BlockAddress>(user) ||
         (isa<GlobalVariable>(user) &&
          cast<GlobalVariable>(user)->getName().substr(0, 5) == "llvm.");
}

/* Constants are shared by all their users, so that those that refer to `from`
   are not changed but made again for the users that count. */
static void redirect(Constant *from, Constant *to) {
  SmallSetVector<Constant *, 8> constants;
  for (Use &use : make_early_inc_range(from->uses())) {
    User *user = use.getUser();
    if (keeps_definition(user))
      continue;
    if (isa<Constant>(user) && !isa<GlobalValue>(user))
      constants.insert(cast<Constant>(user));
    else
      use.set(to);
  }
  for (Constant *c : constants)
    if (Constant *changed = with(c, from, to))
      redirect(c, changed);
}

void dlw_value_redirect(LLVMValueRef from, LLVMValueRef to) {
  redirect(unwrap<Constant>(from), unwrap<Constant>(to));
  unwrap<Constant>(from)->removeDeadConstantUsers();
}

LLVMThreadLocalMode dlw_value_thread_local(LLVMValueRef value) {
  return static_cast<LLVMThreadLocalMode>(
      unwrap<GlobalValue>(value)->getThreadLocalMode());
}

void dlw_value_set_thread_local(LLVMValueRef value, LLVMThreadLocalMode mode) {
  unwrap<GlobalValue>(value)->setThreadLocalMode(
      static_cast<GlobalValue::ThreadLocalMode>(mode));
}

void dlw_module_change_names(LLVMModuleRef m, dlw_name_change *change,
                             void *user) {
  for (const char *list : {"cfi.functions", "aliases", "symvers"}) {
    NamedMDNode *nodes = unwrap(m)->getNamedMetadata(list);
    for (unsigned i = 0; nodes && i < nodes->getNumOperands(); i++) {
      SmallVector<Metadata *, 8> operands;
      for (const MDOperand &operand : nodes->getOperand(i)->operands()) {
        operands.push_back(operand.get());
        auto *string = dyn_cast_or_null<MDString>(operand.get());
        StringRef name = string ? string->getString() : "";
        size_t size;
        if (!string)
          continue;
        if (const char *to = change(user, name.data(), name.size(), &size))
          operands.back() = MDString::get(unwrap(m)->getContext(), {to, size});
      }
      nodes->setOperand(i, MDNode::get(unwrap(m)->getContext(), operands));
    }
  }
}

const char *dlw_inline_asm_text(LLVMValueRef assembly, size_t *size) {
  StringRef text = unwrap<InlineAsm>(assembly)->getAsmString();
  *size = text.size();
  return text.data();
}

LLVMValueRef dlw_inline_asm_with(LLVMValueRef assembly, const char *text,
                                 size_t size) {
  InlineAsm *a = unwrap<InlineAsm>(assembly);
  return wrap(InlineAsm::get(
      a->getFunctionType(), {text, size}, a->getConstraintString(),
      a->hasSideEffects(), a->isAlignStack(), a->getDialect(), a->canThrow()));
}
